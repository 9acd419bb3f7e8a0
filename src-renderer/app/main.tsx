import '@mantine/core/styles.css';
import '@mantine/spotlight/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/dropzone/styles.css';
import '../ui/tokens.css';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { createTransport } from './transport/transport.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root element.');
const client = await createTransport();
createRoot(root).render(<App client={client} />);
