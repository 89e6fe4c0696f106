import config from '../../../playwright.config.mjs';

/** The browser of the tests, with their settings: it asks nobody but the service. */
export const chosenBrowser = () => config.use?.launchOptions ?? {};
