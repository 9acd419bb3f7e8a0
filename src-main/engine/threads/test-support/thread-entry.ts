import { serveTasks } from '../serve.ts';
import { die, fail, threadOf, waitFor } from './tasks.ts';

serveTasks([threadOf, fail, die, waitFor]);
