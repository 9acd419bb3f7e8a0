/** Holds the lock of a project until it is killed: `node lock-holder.ts PROJECT`. */
import { acquireLock } from '../../src-main/store/lock.ts';

acquireLock(process.argv[2]!);
process.stdout.write('locked\n');
setInterval(() => {}, 1_000_000);
