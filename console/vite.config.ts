import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

// What the hub that builds it runs as, a test for one, is no reason for a page that is slow and large.
process.env['NODE_ENV'] = 'production';

/** Beside each file its packed forms, so that serving costs no work. */
function packed(): Plugin {
  let folder = '';
  return {
    name: 'packed',
    configResolved: ({ root, build }) => {
      folder = path.resolve(root, build.outDir, 'assets');
    },
    closeBundle: async () => {
      const names = (await readdir(folder)).filter((name) => /\.(js|css|svg)$/.test(name));
      await Promise.all(names.map((name) => pack(path.join(folder, name))));
    },
  };
}

async function pack(file: string): Promise<void> {
  const text = await readFile(file);
  await writeFile(`${file}.br`, await promisify(brotliCompress)(text));
  await writeFile(`${file}.gz`, await promisify(gzip)(text, { level: 9 }));
}

export default defineConfig({
  plugins: [react(), packed()],
  build: {
    // No data: URLs: the content security policy lets none but pictures.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    target: 'es2023',
    emptyOutDir: true,
  },
});
