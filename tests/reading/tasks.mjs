// tasks.mjs -- what people come to do, each done once, by what the page offers and nothing else.
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Usage: node tasks.mjs SITE PAST REPOSITORY CORPUS
//
// SITE is this project's own; PAST is the site of the small repository of tests/versions/past.py, whose
// clone is REPOSITORY; CORPUS is of invented evaluations of many funds and years. Every step follows a link that is seen, by the words a person would look for.
import crypto from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { execFileSync } from 'node:child_process'
import { check, failures, launch, listen } from './browser.mjs'
import { serve } from './serve.mjs'

const [site, past, repository, corpus] = process.argv.slice(2)
const browser = await launch()
const own = await serve(site, 'transparencia/')
const lived = await serve(past)
const many = await serve(corpus)

// A visit: PAGE at URL, in a window of WIDTH; DO it; what goes wrong is a fault.
async function visit(name, url, options, act) {
	await check(`task-${name}`, async () => {
		const faults = []
		const context = await browser.newContext({ viewport: { width: 320, height: 640 }, reducedMotion: 'reduce', ...options })
		context.setDefaultTimeout(10000)
		const page = await context.newPage()
		listen(page, faults)
		await page.goto(url)
		const want = (good, words) => { if (!good) faults.push(`${page.url()}: ${words}`) }
		await act(page, want)
		await context.close()
		return faults
	})
}

const follow = async (page, words, within = 'body') =>
	page.locator(within).getByRole('link', { name: words }).first().click()
const heading = page => page.locator('h1').innerText()

await visit('citizen-reads', own.url + 'index.html', { javaScriptEnabled: false }, async (page, want) => {
	await page.locator('.matriz').getByRole('link', { name: /FORTAMUN 2022/ }).click()
	want(/Desempeño/.test(await heading(page)), 'the map does not lead to the evaluation')
	for (const words of ['Costo', '$372,240.00', 'Instancia evaluadora', '21.25/23'])
		want((await page.locator('.vistazo').innerText()).includes(words), `at first glance there is no ${words}`)
	await follow(page, /Recomendaciones/, 'nav.indice')
	want(page.url().endsWith('#s-3-2'), 'the index of the page does not lead to 3.2')
	want(await page.locator('#recomendacion-1').isVisible(), 'recommendation 1 is not to be seen')
})

// What Chromium gives a screen reader: all, and what of a ROLE is within another.
async function heard(page) {
	const session = await page.context().newCDPSession(page)
	const { nodes } = await session.send('Accessibility.getFullAXTree')
	const byId = new Map(nodes.map(node => [node.nodeId, node]))
	const within = (node, role) => (node.childIds || []).map(id => byId.get(id)).filter(Boolean)
		.flatMap(child => [...child.role?.value === role && !child.ignored ? [child] : [], ...within(child, role)])
	return { nodes, within }
}

// A long list on a phone: a row is its name and a few lines, says what its values are, and is heard as a row of a table.
await visit('list-on-a-phone', many.url + 'evaluaciones/index.html', {}, async (page, want) => {
	const rows = await page.$$eval('table.corrido tbody tr', rows => rows.map(row => {
		const line = parseFloat(getComputedStyle(row).lineHeight), lines = thing => thing.getBoundingClientRect().height / line
		const mute = [...row.querySelectorAll('td:not(.dice)')].filter(cell => !getComputedStyle(cell, '::before').content.includes(cell.dataset.t))
		return { more: lines(row) - lines(row.querySelector('th a')), mute: mute.length }
	}))
	const long = rows.filter(row => row.more > 8.5).length, mute = rows.filter(row => row.mute).length
	want(rows.length > 30 && !long && !mute, `of ${rows.length} rows ${long} are long, and ${mute} have a value without its name`)
	const { nodes, within } = await heard(page)
	const found = within(nodes.find(node => node.role?.value === 'table'), 'row')
	want(found.length === rows.length + 1 && within(found[0], 'columnheader').length === 7 &&
		found.slice(1).every(row => within(row, 'rowheader').length === 1 && within(row, 'cell').length === 6), 'the rows are no rows of a table')
})

// Whoever reads with letters twice as large, on a phone: nothing beyond the edge (WCAG 1.4.4).
for (const [name, url] of [['home', many.url + 'index.html'], ['list', many.url + 'evaluaciones/index.html'], ['search', many.url + 'buscar.html'],
	['evaluation', own.url + 'evaluaciones/2022/fortamun-df.html'], ['timeline', lived.url + 'evaluaciones/2021/uno/historial.html']])
	await visit(`large-text-${name}`, url, {}, async (page, want) => {
		const session = await page.context().newCDPSession(page)
		await session.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } })
		await page.reload({ waitUntil: 'load' })
		const [size, wide] = await page.evaluate(() => [getComputedStyle(document.documentElement).fontSize, document.documentElement.scrollWidth - innerWidth])
		want(size === '32px' && wide <= 0, `letters of ${size} reach ${wide} pixels beyond the edge`)
	})

// The map as it is heard: what a screen reader is given of it, on a phone.
await visit('map-aloud', many.url + 'index.html', {}, async (page, want) => {
	const { nodes, within } = await heard(page)
	const table = nodes.find(node => node.role?.value === 'table' && /año por año/.test(node.name?.value))
	want(table, 'the map is no table with a name')
	const heads = within(table, 'columnheader').map(node => node.name.value)
	const rows = within(table, 'row').slice(1)
	want(heads[0] === 'Fondo' && heads.slice(1).every(head => /^20\d\d$/.test(head)), `the heads are ${heads}`)
	want(rows.length > 5 && rows.every(row => within(row, 'rowheader').length === 1 && within(row, 'cell').length === heads.length - 1),
		'a row has not one head and a cell for each year')
	const links = within(table, 'link').map(node => node.name.value).filter(name => / 20\d\d/.test(name))
	const states = [/una evaluación$/, /publicada \d+ días después del plazo/, /\d+ evaluaciones/, /prometida/]
	want(links.every(name => /^\S+ 20\d\d: \S/.test(name)), `a pane does not say which it is: ${links.find(name => !/^\S+ 20\d\d: \S/.test(name))}`)
	for (const state of states)
		want(links.some(name => state.test(name)), `no pane says ${state}: ${links.slice(0, 8).join('; ')}`)
})

// A first visit: what this is, what the fund is, what a weakness is, from the home page.
await visit('first-visit', own.url + 'index.html', { javaScriptEnabled: false }, async (page, want) => {
	await page.getByText('¿Primera vez aquí?').click()
	const said = await page.locator('details.primera').innerText()
	want(/Qué es este sitio/.test(said) && /Qué es FORTAMUN/.test(said) && /Debilidad/.test(said), `it says ${said.slice(0, 200)}`)
	await follow(page, 'Debilidad', 'details.primera')
	want(await page.locator(':target').isVisible() && /Debilidad/.test(await page.locator('main').innerText()), 'the glossary does not explain it')
})

// The rest of the menu, on a phone, with no script.
await visit('rest-of-the-menu', own.url + 'evaluaciones/index.html', { javaScriptEnabled: false }, async (page, want) => {
	want(!await page.locator('nav.menu').getByRole('link', { name: 'Unidades' }).isVisible(), 'the menu of a phone is whole')
	await follow(page, /^Más/, 'nav.menu')
	await follow(page, 'Unidades', '#p_secciones')
	want(/^Unidades/.test(await heading(page)), 'the foot of the page does not lead to the units')
})

await visit('citizen-asks-what-was-done', lived.url + 'evaluaciones/index.html', { javaScriptEnabled: false }, async (page, want) => {
	await page.locator('main table').getByRole('link', { name: 'Evaluación de uno' }).first().click()
	await follow(page, /Qué se hizo con las recomendaciones/, 'nav.indice')
	want((await page.locator('section.seguimiento').innerText()).includes('Elaborar las fichas'), 'what was done is not told')
})

await visit('citizen-searches', own.url + 'index.html', {}, async (page, want) => {
	await page.getByRole('searchbox').fill('indicadores de desempeno')
	await page.keyboard.press('Enter')
	const items = page.locator('main a[href*="evaluaciones/2022/fortamun-df.html#"]')
	await items.first().waitFor()
	await items.first().click()
	await page.locator('.item:target').waitFor()
	want(await page.locator('.item:target').isVisible(), 'a result does not lead to its item')
})

await visit('journalist-takes', lived.url + 'fondos/index.html', { viewport: { width: 1440, height: 900 } }, async (page, want) => {
	await follow(page, /fortamun|ramo-33/i, 'main table')
	await page.locator('main table').getByRole('link', { name: /Evaluación de/ }).first().click()
	await follow(page, /Descargar/, 'nav.indice')
	const [file] = await Promise.all([page.waitForEvent('download'), follow(page, /como datos/, 'main')])
	const record = JSON.parse(fs.readFileSync(await file.path(), 'utf8'))
	want(JSON.stringify(record).includes(await heading(page)), 'the data are not those of the page')
	want(/@techreport/.test(await page.locator('details.cita').textContent()), 'there is no citation in BibTeX')
	want(/\/v\d+\.html/.test(await page.locator('.cita-texto').first().innerText()), 'the citation does not name a version')
})

await visit('journalist-compares', lived.url + 'index.html', { viewport: { width: 1440, height: 900 } }, async (page, want) => {
	await follow(page, /Comparar/, 'footer')
	await follow(page, /20\d\d y 20\d\d/, 'main')
	want(/20\d\d.*20\d\d/.test(await heading(page)), 'no two years are put side by side')
})

await visit('auditor-follows', lived.url + 'index.html', { viewport: { width: 1440, height: 900 } }, async (page, want) => {
	await follow(page, 'Cambios', 'nav.menu')
	await follow(page, /2022/, 'main')
	await follow(page, 'qué cambió', 'main')
	want(/^Qué cambió/.test(await heading(page)), 'no comparison')
	await follow(page, /versión \d/, '.extremos')
	want(await page.locator('.banda').isVisible(), 'a version does not say which it is')
	await page.locator('.banda summary').click()
	const identity = await page.locator('.identidad').innerText()
	const blob = /swh:1:cnt:([0-9a-f]{40})/.exec(identity)[1]
	const kind = execFileSync('git', ['-C', repository, 'cat-file', '-t', blob], { encoding: 'utf8' }).trim()
	want(kind === 'blob', 'the identity of a version is not that of a blob of the repository')
})

await visit('auditor-asks-what-is-open', lived.url + 'index.html', {}, async (page, want) => {
	await follow(page, 'Recomendaciones', 'nav.menu')
	want(/Compromisos abiertos/.test(await page.locator('main').innerText()), 'what is open is not counted')
	want(await page.locator('.asm').first().isVisible(), 'no commitment is to be seen')
})

// Proof that a copy is what was published: every file has the sum that the manifest says.
await check('task-auditor-proves', () => {
	const lines = fs.readFileSync(path.join(past, 'datos/manifiesto.txt'), 'utf8').trim().split('\n')
	const faults = lines.map(line => /^([0-9a-f]{64}) [ *](.+)$/.exec(line)).filter(Boolean).filter(([, sum, file]) => {
		const at = [path.join(past, file), path.join(past, 'datos', file)].find(each => fs.existsSync(each))
		return !at || crypto.createHash('sha256').update(fs.readFileSync(at)).digest('hex') !== sum
	}).map(([, , file]) => `${file}: not what the manifest says`)
	return lines.length > 50 ? faults : [`only ${lines.length} lines in the manifest`]
})

await visit('author-understands-a-message', own.url + 'index.html', {}, async (page, want) => {
	await follow(page, /Guía para autores/, 'footer')
	want(await page.locator('#d-referencia-desconocida').isVisible(), 'the guide does not explain a message')
	await follow(page, 'evaluacion', 'main table')
	want(/ejercicio/.test(await page.locator('main').innerText()), 'the guide does not explain a field')
})

await browser.close()
await own.close()
await lived.close()
await many.close()
process.exit(failures ? 1 : 0)
