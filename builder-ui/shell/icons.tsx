import type { ReactNode } from 'react';

function icon(path: ReactNode): ReactNode {
  return (
    <svg
      viewBox="0 0 20 20"
      width="18"
      height="18"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {path}
    </svg>
  );
}

export function SunIcon(): ReactNode {
  return icon(
    <>
      <circle cx="10" cy="10" r="3.4" />
      <path d="M10 2.2v1.6M10 16.2v1.6M2.2 10h1.6M16.2 10h1.6M4.5 4.5l1.1 1.1M14.4 14.4l1.1 1.1M4.5 15.5l1.1-1.1M14.4 5.6l1.1-1.1" />
    </>,
  );
}

export function MoonIcon(): ReactNode {
  return icon(<path d="M16.6 11.8A7 7 0 0 1 8.2 3.4a7 7 0 1 0 8.4 8.4Z" />);
}

export function PlayIcon(): ReactNode {
  return icon(<path d="M6.5 4.4v11.2l9-5.6-9-5.6Z" fill="currentColor" />);
}

export function BackIcon(): ReactNode {
  return icon(<path d="M11.8 4.8 6.6 10l5.2 5.2" />);
}

export function PlusIcon(): ReactNode {
  return icon(<path d="M10 4.6v10.8M4.6 10h10.8" />);
}
