import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { Locale } from '../../schema/core/text.ts';
import { carryAnswers, createQueryClient } from '../data/query-client.ts';
import { LanguageProvider } from '../i18n/locale-context.tsx';
import { AppearanceProvider } from './appearance.tsx';
import { createAppRouter } from './router.tsx';
import { SessionProvider } from './session-context.tsx';

/** The whole application: language and colours, who is here, and the page at the address. */
export function App(): ReactNode {
  const [client] = useState(createQueryClient);
  const [router] = useState(createAppRouter);
  const [turn] = useState(() => (from: Locale, to: Locale) => carryAnswers(client, from, to));
  return (
    <LanguageProvider onTurn={turn}>
      <AppearanceProvider>
        <QueryClientProvider client={client}>
          <SessionProvider>
            <RouterProvider router={router} />
          </SessionProvider>
        </QueryClientProvider>
      </AppearanceProvider>
    </LanguageProvider>
  );
}
