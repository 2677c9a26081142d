import { serve } from './driver.ts';

process.exitCode = serve(process.argv.slice(2));
