// selftest.mjs -- the checks of pages.mjs are first shown something wrong, so that their silence means something.
// SPDX-License-Identifier: GPL-3.0-or-later
import fs from 'node:fs'
import path from 'node:path'
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { check, failures } from './browser.mjs'

const pages = fileURLToPath(new URL('pages.mjs', import.meta.url))
const GOOD = '<a href="a.html">uno</a> <a href="b.html">dos</a>'

function site(body, head = '') {
	const folder = fs.mkdtempSync(path.join(process.env.TMPDIR || '/tmp', 'wrong-'))
	for (const [file, kind] of [['index.html', 'inicio'], ['a.html', 'a'], ['b.html', 'b'], ['c.html', 'c']])
		fs.writeFileSync(path.join(folder, file), `<!DOCTYPE html><html lang="es"><head><title>Prueba</title>` +
			'<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="x.css">' +
			`<link rel="icon" href="data:,">${file === 'index.html' ? head : ''}</head><body class="p-${kind}"><main><h1>Prueba</h1>` +
			`${file === 'index.html' ? body : GOOD}</main></body></html>`)
	fs.writeFileSync(path.join(folder, 'x.css'), 'a { display: inline-block; padding: 12px } .ancho { width: 900px }')
	return folder
}

// What pages.mjs says of a site whose first page has BODY: its output.
function said(body, head) {
	return spawnSync(process.execPath, [pages, 'wrong', site(body, head)], { encoding: 'utf8', timeout: 120000 }).stdout
}

const WRONG = [
	['inline-style', '<p style="color: red">rojo</p>', 'Content Security Policy'],
	['inline-script', '<script>document.title = 1</script>', 'Content Security Policy'],
	['sideways', '<p class="ancho">ancho</p>', 'scrolls sideways'],
	['picture-without-words', '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" width="1" height="1">', 'image-alt'],
	['not-found', '<p>x</p>', '404', '<link rel="stylesheet" href="nada.css">'],
]
await check('selftest-good', () => /not ok/.test(said(GOOD)) ? [said(GOOD)] : [])
for (const [name, body, words, head] of WRONG)
	await check(`selftest-${name}`, () => {
		const text = said(body, head)
		return /not ok reading\/wrong-inicio/.test(text) && text.includes(words) ? [] : [`it says:`, ...text.split('\n')]
	})
process.exit(failures ? 1 : 0)
