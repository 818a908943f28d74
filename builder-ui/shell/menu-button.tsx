import type { DropdownProps, MenuProps } from 'antd';
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
 * A button with a menu, whose code comes when the button is pointed at, focused or pressed. It may come between press
 * and release, and takes another button's place then: the press opens the menu, and the focus stays.
 */
export function MenuButton({ menu, children }: MenuButtonProps): ReactNode {
  const [Menu, setMenu] = useState<ComponentType<DropdownProps> | undefined>(() => loaded);
  const [isOpen, setOpen] = useState(false);
  const box = useRef<HTMLSpanElement>(null);
  const hadFocus = useRef(false);
  useEffect(() => {
    if (hadFocus.current) box.current?.querySelector('button')?.focus();
    hadFocus.current = false;
  }, [Menu]);
  const fetch = (): void => {
    void load().then((Loaded) => {
      hadFocus.current = box.current?.contains(document.activeElement) === true;
      setMenu(() => Loaded);
    });
  };
  const open = (): void => {
    setOpen(true);
    fetch();
  };
  if (Menu === undefined)
    return (
      <span
        ref={box}
        className="menu-button"
        onPointerEnter={fetch}
        onFocus={fetch}
        onPointerDown={open}
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
