/** Menus as Electron keeps them, including check marks: a click moves them, and a radio group always has one. */
import type { Menu as RealMenu, MenuItem as RealMenuItem, MenuItemConstructorOptions } from 'electron';
import { type Fits, known, loud } from './loud.ts';

/** What a test sees of an entry. */
export interface MenuEntry {
  readonly label: string;
  readonly type: string;
  readonly checked: boolean;
  readonly enabled: boolean;
  readonly submenu: readonly MenuEntry[];
}

class MenuItemDouble {
  readonly label: string;
  readonly type: NonNullable<MenuItemConstructorOptions['type']>;
  readonly enabled: boolean;
  readonly $submenu: MenuDouble | null;
  checked: boolean;
  readonly #click: MenuItemConstructorOptions['click'];
  readonly #group: () => readonly MenuItemDouble[];

  constructor(given: MenuItemConstructorOptions, group: () => readonly MenuItemDouble[]) {
    const {
      label,
      role,
      type,
      enabled = true,
      checked = false,
      submenu,
      click,
    } = known('MenuItem', given, [
      'label',
      'role',
      'type',
      'enabled',
      'checked',
      'submenu',
      'click',
      'accelerator',
    ]);
    if (label === undefined && role === undefined && type !== 'separator')
      throw new TypeError('Invalid template for MenuItem: must have at least one of label, role or type');
    this.label = label ?? '';
    this.type = type ?? (submenu ? 'submenu' : 'normal');
    this.enabled = enabled;
    this.checked = checked;
    this.$submenu = Array.isArray(submenu) ? new MenuDouble(submenu) : null;
    this.#click = click;
    this.#group = group;
  }

  /** The check mark moves before the application is notified. */
  $choose(): void {
    if (this.type === 'checkbox') this.checked = !this.checked;
    if (this.type === 'radio') for (const item of this.#group()) item.checked = item === this;
    this.#click?.(this as unknown as RealMenuItem, undefined, {} as never);
  }
}
true satisfies Fits<MenuItemDouble, RealMenuItem>;

const shownLabel = (item: MenuItemDouble): string => item.label.replaceAll('&&', '&');

export class MenuDouble {
  readonly $items: readonly MenuItemDouble[];
  readonly #groups: MenuItemDouble[][] = [];

  constructor(template: readonly MenuItemConstructorOptions[]) {
    // Radio entries form a group up to the next separator, even with other entries between them.
    let group: MenuItemDouble[] = [];
    this.$items = template.map((given) => {
      if (given.type === 'separator') {
        this.#groups.push(group);
        group = [];
      }
      const mine = group;
      const item = new MenuItemDouble(given, () => mine);
      if (item.type === 'radio') mine.push(item);
      return item;
    });
    this.#groups.push(group);
  }

  /** The user opens it: its content is decided now. */
  $open(): MenuEntry[] {
    for (const group of this.#groups)
      if (!group.some(({ checked }) => checked) && group[0]) group[0].checked = true;
    return this.$items.map((item) => ({
      label: shownLabel(item),
      type: item.type,
      checked: item.checked,
      enabled: item.enabled,
      submenu: item.$submenu?.$open() ?? [],
    }));
  }

  /** Clicks the entry that these labels lead to. */
  $choose(path: readonly string[]): void {
    const [label, ...rest] = path;
    const item = this.$items.find((one) => shownLabel(one) === label && one.enabled);
    if (!item) throw new Error(`no "${label}" among ${this.$items.map(shownLabel).join(', ')}`);
    if (rest.length === 0) return item.$choose();
    if (!item.$submenu) throw new Error(`"${label}" leads nowhere`);
    item.$submenu.$choose(rest);
  }
}

const menus = new WeakMap<object, MenuDouble>();
/** The menu behind one that the application has been given. */
export function menuBehind(menu: RealMenu | null): MenuDouble | null {
  if (menu === null) return null;
  const behind = menus.get(menu);
  if (!behind) throw new TypeError('Invalid menu');
  return behind;
}

export const applicationMenu = { current: null as MenuDouble | null };

const menuDouble = {
  buildFromTemplate(template: MenuItemConstructorOptions[]): RealMenu {
    const plain = new MenuDouble(template);
    const menu = loud('Menu', plain);
    menus.set(menu, plain);
    return menu as unknown as RealMenu;
  },
  setApplicationMenu(menu: RealMenu | null): void {
    applicationMenu.current = menuBehind(menu);
  },
};
true satisfies Fits<typeof menuDouble, typeof RealMenu>;
export const Menu = loud('Menu', menuDouble);
