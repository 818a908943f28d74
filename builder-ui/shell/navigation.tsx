import { createContext, use, useEffect, useMemo, useState, type MouseEvent, type ReactNode } from 'react';

/** Where the reader is, and how to go elsewhere without loading the page anew. */
export interface Navigation {
  readonly path: string;
  readonly go: (path: string) => void;
}

const NavigationContext = createContext<Navigation | undefined>(undefined);

export function NavigationProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [path, setPath] = useState(location.pathname);
  useEffect(() => {
    const follow = (): void => setPath(location.pathname);
    addEventListener('popstate', follow);
    return () => removeEventListener('popstate', follow);
  }, []);
  const navigation = useMemo<Navigation>(
    () => ({
      path,
      go: (to) => {
        history.pushState(null, '', to);
        setPath(to);
        scrollTo(0, 0);
      },
    }),
    [path],
  );
  return <NavigationContext value={navigation}>{children}</NavigationContext>;
}

export function useNavigation(): Navigation {
  const navigation = use(NavigationContext);
  if (navigation === undefined) throw new Error('Broken invariant: no NavigationProvider');
  return navigation;
}

/** A link within the application; with a modifier key the browser opens it as it would any other. */
export function Link({
  to,
  className,
  children,
}: {
  readonly to: string;
  readonly className?: string;
  readonly children: ReactNode;
}): ReactNode {
  const { go } = useNavigation();
  const follow = (event: MouseEvent): void => {
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return;
    event.preventDefault();
    go(to);
  };
  return (
    <a href={to} className={className} onClick={follow}>
      {children}
    </a>
  );
}
