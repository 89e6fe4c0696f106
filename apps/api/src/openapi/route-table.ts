import { ModulesContainer } from '@nestjs/core';
import type { INestApplication, Type } from '@nestjs/common';
import { ACCESS_RULE, type AccessRule } from '../accounts/access';

/** Who may call each handler, by its name: handler names are unique over all controllers, and are the ids of the operations. */
export function routeTable(app: INestApplication): ReadonlyMap<string, AccessRule> {
  const rules = new Map<string, AccessRule>();
  for (const { controllers } of app.get(ModulesContainer).values())
    for (const { metatype } of controllers.values())
      if (typeof metatype === 'function') addRules(metatype as Type<unknown>, rules);
  return rules;
}

function addRules(controller: Type<unknown>, rules: Map<string, AccessRule>): void {
  const prototype = controller.prototype as Record<string, unknown>;
  for (const name of Object.getOwnPropertyNames(prototype)) {
    const handler = prototype[name];
    if (typeof handler !== 'function') continue;
    const rule = (Reflect.getMetadata(ACCESS_RULE, handler) ?? Reflect.getMetadata(ACCESS_RULE, controller)) as
      AccessRule | undefined;
    if (rule !== undefined) rules.set(name, rule);
  }
}
