import { SearchOutlined } from '@ant-design/icons';
import type { InputHTMLAttributes, ReactNode } from 'react';
import './search-field.css';

/**
 * A field to search in: the browser's own, which brings its button to clear. The component library's would be 14 kB
 * more before the first list is seen.
 */
export function SearchField({ className = '', ...rest }: InputHTMLAttributes<HTMLInputElement>): ReactNode {
  return (
    <span className={`search-field ${className}`}>
      <SearchOutlined aria-hidden="true" />
      <input type="search" {...rest} />
    </span>
  );
}
