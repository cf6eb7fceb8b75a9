// embed.mjs -- the pieces of incrustar/ within pages of another site, in Chromium.
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Usage: embed.mjs SITE; MODULES and CHROMIUM in the environment. SITE is served as the configurations of
// `publish --server` do it, and a page of another origin names its script.
import fs from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import { createRequire } from 'node:module'

const { chromium } = createRequire(path.join(process.env.MODULES, 'x.js'))('playwright-core')
const site = process.argv[2]
const IDENTITY = '2022/uno'

function listen(answer) {
	const server = http.createServer(answer)
	return new Promise(resolve => server.listen(0, '127.0.0.1', () => resolve({ server, url: `http://127.0.0.1:${server.address().port}` })))
}

// OPEN: other sites may read it.
const serve = open => listen((request, response) => {
	const file = path.join(site, new URL(request.url, 'http://x').pathname)
	if (!fs.existsSync(file) || !fs.statSync(file).isFile()) {
		response.writeHead(404).end()
		return
	}
	response.writeHead(200, {
		'content-type': file.endsWith('.js') ? 'text/javascript' : 'text/html; charset=utf-8',
		...(open ? { 'access-control-allow-origin': '*' } : {}),
	})
	response.end(fs.readFileSync(file))
})

let failed = false
function check(name, good, why = '') {
	console.log(good ? `ok embed/${name}` : `not ok embed/${name} ${JSON.stringify(why).slice(0, 300)}`)
	failed ||= !good
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
	'--disable-background-networking', '--disable-component-update', '--disable-sync'] })
const ours = await serve(true), closed = await serve(false)
const joomla = await listen((request, response) => {
	const wanted = new URL(request.url, 'http://x').searchParams
	const from = wanted.get('closed') ? closed.url : ours.url
	const which = wanted.get('which')
	response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
	response.end(`<!DOCTYPE html><html lang="es"><title>Otro sitio</title><article><h1>Un artículo</h1><p id="antes">Antes</p>
<script src="${from}/incrustar/incrustar.js"${which === null ? '' : ` data-evaluacion="${which.replace(/["&<]/g, '')}"`}></script><p id="despues">Después</p></article></html>`)
})

async function show(query, body) {
	const page = await browser.newPage(), faults = []
	page.on('pageerror', error => faults.push(error.message))
	page.on('dialog', dialog => { faults.push(dialog.message()); dialog.dismiss() })
	await page.goto(`${joomla.url}/?${query}`)
	await page.waitForSelector('.diafano-incrustado > *')
	await body(page, faults)
	await page.close()
}

await show('', async (page, faults) => {
	const links = await page.$$eval('.diafano-incrustado [data-incrustar=lista] li a', all => all.map(link => [link.href, link.textContent]))
	check('list', links.length === 1 && links[0][0] === `${ours.url}/evaluaciones/${IDENTITY}.html`, links)
	check('list-escaped', links[0]?.[1].includes('<img src=x onerror=alert(1)>') && faults.length === 0 && await page.$('.diafano-incrustado img') === null, [links, faults])
	const order = await page.$eval('article', article => [...article.children].map(child => child.id || child.className || child.localName))
	check('in-its-place', JSON.stringify(order) === JSON.stringify(['h1', 'antes', 'script', 'diafano-incrustado', 'despues']), order)
	check('one-title', (await page.$$('h1')).length === 1 && (await page.$$('.diafano-incrustado h2')).length === 1)
	await page.click('.diafano-incrustado li a')
	await page.waitForURL(`${ours.url}/evaluaciones/${IDENTITY}.html`)
	check('link-leads', (await page.content()).includes('Se gastó lo presupuestado'))
})
await show(`which=${IDENTITY}`, async (page, faults) => {
	const text = await page.textContent('.diafano-incrustado [data-incrustar=ficha]')
	check('card', text.includes('UNO') && text.includes('2022') && faults.length === 0, [text, faults])
})
for (const which of ['../../evaluaciones/2022/uno', 'javascript:alert(1)', 'https://elsewhere.example/x', '2022/uno/../../x'])
	await show(`which=${encodeURIComponent(which)}`, async page => {
		check(`hostile-${which.slice(0, 12)}`, await page.$('.diafano-incrustado [data-incrustar=lista]') !== null)
	})
await show('closed=1', async page => {
	const frame = await (await page.waitForSelector('.diafano-incrustado iframe')).contentFrame()
	await frame.waitForSelector('[data-incrustar=lista] li a')
	check('frame-without-leave', true)
	await frame.click('li a')
	await page.waitForURL(`${closed.url}/evaluaciones/${IDENTITY}.html`)
	check('frame-leads-the-page', true)
})
await show('which=1999/no-hay', async page => {
	check('missing-card', await page.waitForSelector('.diafano-incrustado iframe') !== null)
})
const plain = fs.readFileSync(path.join(site, 'incrustar/lista.html'), 'utf8')
check('no-script', !plain.includes('<script') && !plain.includes('<img') && plain.includes('&lt;img src=x'))

await browser.close()
for (const one of [ours, closed, joomla]) {
	one.server.closeAllConnections()
	one.server.close()
}
process.exit(failed ? 1 : 0)
