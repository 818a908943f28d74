import { App, Button, Input } from 'antd';
import { useId, useState, type ReactNode } from 'react';
import { ChangePasswordDocument } from '../../data/generated/graphql.ts';
import { usePlatformMutation } from '../../data/use-platform.ts';
import { useMeText } from './me-texts.ts';

const FIELDS = ['current', 'next', 'again'] as const;
type Field = (typeof FIELDS)[number];

const EMPTY: Readonly<Record<Field, string>> = { current: '', next: '', again: '' };

/** Changes the password; what the server does not take stands beside its field. */
export function PasswordPart(): ReactNode {
  const text = useMeText();
  const id = useId();
  const { message } = App.useApp();
  const { mutateAsync, isPending } = usePlatformMutation(ChangePasswordDocument);
  const [values, setValues] = useState(EMPTY);
  const [told, tell] = useState<Readonly<Partial<Record<Field, string>>>>({});
  const change = async (): Promise<void> => {
    const missing = FIELDS.find((field) => values[field] === '');
    if (missing !== undefined) {
      tell({ [missing]: text('missing') });
      return;
    }
    if (values.next !== values.again) {
      tell({ again: text('differs') });
      return;
    }
    const { changePassword } = await mutateAsync({ current: values.current, next: values.next });
    const [issue] = changePassword.issues;
    if (issue !== undefined) {
      tell({ [issue.path === '/current' ? 'current' : 'next']: `${issue.message} ${issue.cure}` });
      return;
    }
    setValues(EMPTY);
    tell({});
    void message.success(text('changed'), 5);
  };
  return (
    <form
      className="me-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void change();
      }}
    >
      {FIELDS.map((field) => (
        <div key={field} className="me-field">
          <label htmlFor={`${id}-${field}`}>{text(field)}</label>
          <Input
            type="password"
            id={`${id}-${field}`}
            autoComplete={field === 'current' ? 'current-password' : 'new-password'}
            value={values[field]}
            status={told[field] === undefined ? '' : 'error'}
            aria-invalid={told[field] !== undefined}
            aria-describedby={`${id}-${field}-told`}
            onChange={(event) => setValues({ ...values, [field]: event.target.value })}
          />
          <p id={`${id}-${field}-told`} className="me-told" role="status">
            {told[field] ?? ''}
          </p>
        </div>
      ))}
      <Button type="primary" htmlType="submit" loading={isPending}>
        {text('change')}
      </Button>
    </form>
  );
}
