import type { DropdownProps, MenuProps } from 'antd';
import { fetchAhead } from '../data/fetch-ahead.ts';
import { useEffect, useRef, useState, type ComponentType, type ReactElement, type ReactNode } from 'react';

let loaded: ComponentType<DropdownProps> | undefined;

async function load(): Promise<ComponentType<DropdownProps>> {
  loaded ??= (await import('./dropdown.ts')).Dropdown;
  return loaded;
}

interface MenuButtonProps {
  readonly menu: MenuProps;
  /** The button. */
  readonly children: ReactElement;
}

/**
 * A button with a menu, whose code comes when the button is pointed at, focused or pressed. What has come takes the
 * button's place, but never between press and release, which would be a click beside it; the focus stays.
 */
export function MenuButton({ menu, children }: MenuButtonProps): ReactNode {
  const [Menu, setMenu] = useState<ComponentType<DropdownProps> | undefined>(() => loaded);
  const [isOpen, setOpen] = useState(false);
  const box = useRef<HTMLSpanElement>(null);
  const isPressed = useRef(false);
  const hadFocus = useRef(false);
  useEffect(() => {
    if (hadFocus.current) box.current?.querySelector('button')?.focus();
    hadFocus.current = false;
  }, [Menu]);
  const fetch = (): void => {
    fetchAhead(async () => {
      const Loaded = await load();
      if (isPressed.current) return;
      hadFocus.current = box.current?.contains(document.activeElement) === true;
      setMenu(() => Loaded);
    });
  };
  const press = (isDown: boolean) => (): void => {
    isPressed.current = isDown;
  };
  const open = (): void => {
    isPressed.current = false;
    // When the click is over: the menu would take it for one outside of itself.
    setTimeout(() => {
      setOpen(true);
      fetch();
    }, 0);
  };
  if (Menu === undefined)
    return (
      <span
        ref={box}
        className="menu-button"
        onPointerEnter={fetch}
        onFocus={fetch}
        onPointerDown={press(true)}
        onPointerLeave={press(false)}
        onClick={open}
      >
        {children}
      </span>
    );
  return (
    <span ref={box} className="menu-button">
      <Menu trigger={['click']} menu={menu} open={isOpen} onOpenChange={setOpen}>
        {children}
      </Menu>
    </span>
  );
}
