// selftest.mjs -- the checks of pages.mjs are first shown something wrong, so that their silence means something.
// SPDX-License-Identifier: GPL-3.0-or-later
import fs from 'node:fs'
import path from 'node:path'
import { check, failures, launch } from './browser.mjs'
import { atEachSize } from './pages.mjs'
import { serve } from './serve.mjs'

const STYLE = `a { display: inline-block; padding: 12px } .ancho { width: 900px } .mudo:focus { outline: none }
@media (prefers-color-scheme: dark) { .tenue { background: #222; color: #333 } }
.bajo { position: fixed; inset: 0 0 auto 0; height: 300px; background: #fff } .alto { position: relative; height: 1em }
.alto::before { content: attr(data-t); position: absolute; width: 20px }
.tarde.ya { height: 200px }`

function site(body, head = '') {
	const folder = fs.mkdtempSync(path.join(process.env.TMPDIR || '/tmp', 'wrong-'))
	fs.writeFileSync(path.join(folder, 'index.html'), `<!DOCTYPE html><html lang="es"><head><title>Prueba</title>` +
		'<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="x.css">' +
		`<link rel="icon" href="data:,">${head}</head><body class="p-inicio"><main><h1>Prueba</h1>${body}</main></body></html>`)
	fs.writeFileSync(path.join(folder, 'x.css'), STYLE)
	fs.writeFileSync(path.join(folder, 'x.js'), "requestAnimationFrame(() => requestAnimationFrame(() => document.querySelector('.tarde').classList.add('ya')))")
	return folder
}

const browser = await launch()

// What pages.mjs says of a page with BODY.
async function said(body, head) {
	const server = await serve(site(body, head))
	const faults = await atEachSize(browser, server.url + 'index.html', { kind: 'inicio', file: 'index.html', name: 'wrong' })
	await server.close()
	return faults
}

const LINK = '<a href="index.html">uno</a> '
const WRONG = [
	['inline-style', '<p style="color: red">rojo</p>', 'Content Security Policy'],
	['inline-script', '<script>document.title = 1</script>', 'Content Security Policy'],
	['sideways', '<p class="ancho">ancho</p>', 'scrolls sideways'],
	['picture-without-words', '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" width="1" height="1">', 'image-alt'],
	['not-found', '<img src="nada.png" alt="Nada" width="1" height="1">', '404'],
	['dark-alone', '<p class="tenue">tenue</p>', 'dark: color-contrast'],
	['focus-unseen', '<a class="mudo" href="index.html">uno</a>', 'does not show it'],
	['focus-below', `<div class="bajo"></div><p>${LINK}</p>`, 'has the focus below'],
	['shift', '<div class="tarde"></div><p>Lo que se mueve.</p>', 'the layout shifts by', '<script defer src="x.js"></script>'],
	['label-over-label', '<table><tbody><tr><td class="alto" data-t="Una palabra muy larga"></td></tr></tbody></table>' +
		'<dl><dt class="alto" data-t="Una palabra muy larga">a</dt><dd>b</dd></dl>', 'runs over what follows'],
]
await check('selftest-good', () => said(LINK.repeat(2)))
for (const [name, body, words, head] of WRONG)
	await check(`selftest-${name}`, async () => {
		const faults = await said(body, head)
		return faults.some(fault => fault.includes(words)) ? [] : ['it says:', ...faults]
	})
await browser.close()
process.exit(failures ? 1 : 0)
