import './look/mantineParts.css';
import './look/tokens.css';
import './look/mantine.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Refused } from './ask/ask.ts';
import { client } from './ask/client.ts';
import { session } from './ask/session.ts';
import { theme } from './look/theme.ts';
import { router } from './routes.tsx';

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
// What keeps the page from scrolling behind a dialog writes a style of its own, and looks for the nonce here.
Object.assign(globalThis, { __webpack_nonce__: nonce });

// Once nobody is signed in any more, who still looks is led to the sign-in, and back from there.
client.getQueryCache().subscribe(({ query }) => {
  const { error } = query.state;
  if (!(error instanceof Refused) || error.told.status !== 401 || !client.getQueryData(session.queryKey))
    return;
  client.removeQueries({ queryKey: session.queryKey });
  void router.invalidate();
});

createRoot(document.querySelector('#console')!).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => nonce}>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
