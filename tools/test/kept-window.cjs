/** Jest's environment for components (jsdom), kept: a spec finds an empty page, and the window without what the tests before it did to it. */
const { TestEnvironment } = require('jest-environment-jsdom');
const { keepEnvironment } = require('./keep-environment.cjs');

class Window extends TestEnvironment {
  /** @param {any} config @param {any} context */
  constructor(config, context) {
    /** @type {any} */
    let made;
    // What jsdom has to say belongs to the spec that runs.
    const console = new Proxy(context.console, { get: (own, name) => (made?.global.console ?? own)[name] });
    super(config, { ...context, console });
    made = this;
  }

  /** A spec's modules are loaded now: what comes to the window from here on is of its tests. @param {{ name: string }} event */
  handleTestEvent({ name }) {
    if (name !== 'run_start') return;
    this.loaded = new Set(Reflect.ownKeys(this.global));
    this.firstTimer = this.lastTimer();
  }

  /** jsdom numbers timers one after another. */
  lastTimer() {
    const timer = this.dom.window.setTimeout(() => undefined);
    this.dom.window.clearTimeout(timer);
    return timer;
  }
}

/** @param {any} environment @returns {() => void} */
function watchWindow(environment) {
  const { dom, global: window } = environment;
  const { document, navigator, Element, HTMLElement, HTMLAnchorElement, URL } = window;
  const prototypes = [Element, HTMLElement, HTMLAnchorElement].map(({ prototype }) => prototype);
  const watched = [window, document, navigator, URL, ...prototypes];
  const first = watched.map((object) => ({ object, properties: Object.getOwnPropertyDescriptors(object) }));
  // Jest gives each spec its console.
  Reflect.deleteProperty(first[0]?.properties ?? {}, 'console');
  return () => {
    for (const { object, properties } of first) {
      const known = object === window ? environment.loaded : new Set(Reflect.ownKeys(properties));
      for (const key of Reflect.ownKeys(object)) if (known?.has(key) === false) Reflect.deleteProperty(object, key);
      for (const key of Reflect.ownKeys(properties)) putBack(object, key, properties[key]);
    }
    const last = environment.lastTimer();
    for (let timer = environment.firstTimer; timer < last; timer += 1) window.clearTimeout(timer);
    dom.reconfigure({ url: 'http://localhost/' });
    window.localStorage.clear();
    window.sessionStorage.clear();
    document.head.replaceChildren();
    document.body.replaceChildren();
    for (const element of [document.documentElement, document.body])
      for (const { name } of [...element.attributes]) element.removeAttribute(name);
  };
}

/** @param {object} object @param {PropertyKey} key @param {PropertyDescriptor} first */
function putBack(object, key, first) {
  const now = Object.getOwnPropertyDescriptor(object, key);
  if (now?.value === first.value && now?.get === first.get && now?.set === first.set) return;
  if (now?.configurable !== false) Object.defineProperty(object, key, first);
}

module.exports = keepEnvironment(Window, watchWindow);
