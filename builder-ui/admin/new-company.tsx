import { PlusOutlined } from '@ant-design/icons';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useNewCompanyText } from './new-company-texts.ts';
import './admin.css';
import './new-company.css';

const NewCompanyDialog = lazy(async () => ({
  default: (await import('./new-company-dialog.tsx')).NewCompanyDialog,
}));

/** The last of the companies: one that is not there yet. For operators (SPEC [ADM-53]). */
export function NewCompany(): ReactNode {
  const text = useNewCompanyText();
  const [isOpen, setOpen] = useState(false);
  return (
    <li className="new-company">
      <button type="button" onClick={() => setOpen(true)}>
        <PlusOutlined />
        <strong>{text('open')}</strong>
        <small>{text('openHint')}</small>
      </button>
      {isOpen && (
        <Suspense>
          <NewCompanyDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </li>
  );
}
