import type { Page } from 'playwright-core';

/**
 * What an admin finds in Setup, by the promised roles and names. `page` is called each time, since specs
 * have their page only once they have started.
 */
export const inSetup = (page: () => Page) => ({
  /** From any page to Setup, as it was left. */
  openSetup: () =>
    page().getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Setup' }).click(),
  /** To a page of Setup; the current page may ask before it is left. */
  goTo: (place: string) =>
    page().getByRole('navigation', { name: 'Setup pages' }).getByRole('link', { name: place }).click(),
  heading: (name: string) => page().getByRole('heading', { level: 1, name }),
  field: (name: string) => page().getByRole('textbox', { name, exact: true }),
  number: (name: string) => page().getByRole('spinbutton', { name, exact: true }),
  check: (name: string) => page().getByRole('checkbox', { name, exact: true }),
  select: (name: string) => page().getByRole('combobox', { name, exact: true }),
});
