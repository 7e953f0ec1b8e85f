import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queries } from './api/query';
import { start } from './api/session';
import { router } from './router';
import { Gate } from './shell/Gate';
import { applyTheme } from './shell/theme';
import './styles.css';

applyTheme();
void start();

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <Gate><RouterProvider router={router} /></Gate>
      </QueryClientProvider>
    </StrictMode>,
  );
}
