import { useActionState, type ReactNode } from 'react';
import { askPlatform, ServerError } from '../data/platform-client.ts';
import { SignInDocument } from '../data/generated/graphql.ts';
import { useLanguage } from '../i18n/locale-context.tsx';
import { Preferences } from './preferences.tsx';

/** Why the last attempt failed, and the address it was made with: a form forgets what was typed when it was sent. */
interface Refusal {
  readonly message: string;
  readonly cure: string;
  readonly email: string;
}

/** Where everybody begins. `done` is called when there is a session. */
export function SignInPage({ done }: { readonly done: () => void }): ReactNode {
  const { text, locale } = useLanguage();
  const [refusal, submit, isPending] = useActionState<Refusal | undefined, FormData>(async (_, form) => {
    const email = textField(form, 'email');
    try {
      const variables = { email, password: textField(form, 'password') };
      const { signIn } = await askPlatform(SignInDocument, { variables, locale });
      const [issue] = signIn.issues;
      if (issue !== undefined) return { ...issue, email };
      done();
      return undefined;
    } catch (error) {
      if (error instanceof ServerError) return { message: error.message, cure: error.cure, email };
      throw error;
    }
  }, undefined);
  return (
    <div className="sign-in">
      <div className="sign-in-preferences">
        <Preferences />
      </div>
      <main className="sign-in-card">
        <div className="sign-in-brand">
          <img src="/formwork.svg" alt="" width="44" height="44" />
          <div>
            <h1>Formwork</h1>
            <p>{text('tagline')}</p>
          </div>
        </div>
        <form action={submit}>
          <label>
            <span>{text('email')}</span>
            <input name="email" type="email" autoComplete="username" required autoFocus defaultValue={refusal?.email} />
          </label>
          <label>
            <span>{text('password')}</span>
            <input name="password" type="password" autoComplete="current-password" required />
          </label>
          {refusal !== undefined && (
            <p className="refusal" role="alert">
              <strong>{refusal.message}</strong> {refusal.cure}
            </p>
          )}
          <button type="submit" className="button is-primary is-wide" disabled={isPending}>
            {text(isPending ? 'signingIn' : 'signIn')}
          </button>
        </form>
      </main>
    </div>
  );
}

/** What was typed into a field; files can't be. */
function textField(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}
