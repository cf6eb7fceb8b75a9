// words.mjs -- the browser's script cuts text into the words of words.txt.
// SPDX-License-Identifier: GPL-3.0-or-later
import fs from 'node:fs'
import vm from 'node:vm'

const top = new URL('../../', import.meta.url)
const script = fs.readFileSync(new URL('themes/gobierno-abierto/recursos/buscar.js', top), 'utf8')
const window = {}
vm.runInNewContext(script, { window, document: { getElementById: () => null } })

const faults = []
for (const line of fs.readFileSync(new URL('words.txt', import.meta.url), 'utf8').split('\n')) {
	if (!line || line.startsWith('#'))
		continue
	const [text, want] = line.split('\t')
	const real = text.replace(/\\u\{([0-9a-f]+)\}/g, (_, code) => String.fromCodePoint(parseInt(code, 16)))
	const got = window.buscar_parte.palabras(real).join(' ')
	if (got !== want.replace(/ ?\[[^\]]*\]/g, ''))
		faults.push(`${text}: ${got}`)
}
for (const text of ['ñ'.repeat(10000), '1,234'.repeat(3000), '\ud800', 'a\udc00b', '\u{1f600}'.repeat(5000), '"'.repeat(999)])
	if (window.buscar_parte.palabras(text).some(word => word.length > 80))
		faults.push('a word that is too long')
console.log(faults.length ? `not ok search/words\n  ${faults.join('\n  ')}` : 'ok search/words')
process.exitCode = faults.length ? 1 : 0
