// The bundle has no types of its own: what its parts take and give, as far as the scripts use it.
export interface Template {
  readonly strings: TemplateStringsArray;
}
export function html(strings: TemplateStringsArray, ...values: unknown[]): Template;
export function render(value: unknown, place: Element | DocumentFragment): unknown;
export const nothing: unique symbol;
export function keyed(key: unknown, value: unknown): unknown;
export function live(value: unknown): unknown;
export function ref(taken: (element: any) => void): unknown;
export function repeat<One>(items: Iterable<One>, key: (one: One) => unknown, draw: (one: One, at: number) => unknown): unknown;
