/** Set by the build (angular.json): whether the page of all states is there. */
declare const STOWBASE_DEV_STATES: boolean;
