import { levelTags } from 'flexcert/vitest/config';
import { defineConfig } from 'vitest/config';

export default defineConfig({ test: { tags: levelTags } });
