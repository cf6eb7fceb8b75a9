// preview.mjs -- a page of `diafano serve` in Chromium: it reloads where it was, and shows what is wrong.
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Usage: preview.mjs URL PROJECT; MODULES and CHROMIUM in the environment.
import fs from 'node:fs'
import path from 'node:path'
import { createRequire } from 'node:module'

const { chromium } = createRequire(path.join(process.env.MODULES, 'x.js'))('playwright-core')
const [url, project] = process.argv.slice(2)
const file = path.join(project, 'content/evaluaciones/2022/uno.md')
const change = (from, to) => fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace(from, to))

let failed = false
function check(name, good, why = '') {
	console.log(good ? `ok serve/browser-${name}` : `not ok serve/browser-${name} ${JSON.stringify(why).slice(0, 300)}`)
	failed ||= !good
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
	'--disable-background-networking', '--disable-component-update', '--disable-sync'] })
try {
	const page = await browser.newPage({ viewport: { width: 800, height: 400 } })
	const faults = []
	page.on('pageerror', error => faults.push(error.message))
	await page.goto(url + 'evaluaciones/2022/uno.html')
	const reloaded = async words => page.waitForFunction(text => document.body.innerText.includes(text), words)
	await page.evaluate(() => { window.kept = true; scrollTo({ top: 300, behavior: 'instant' }) })
	const before = await page.evaluate(() => scrollY)
	change('Se informó a tiempo.', 'Se informó con demora & pena.')
	await reloaded('con demora & pena')
	await page.waitForFunction(() => document.readyState === 'complete')
	const after = await page.evaluate(() => [scrollY, window.kept])
	check('reloads', after[1] === undefined)
	check('keeps-its-place', before > 100 && after[0] === before, [before, after])
	// an error comes over the page, with its place and the way to fix it, as text
	await page.evaluate(() => { window.kept = true })
	change('ejercicio: 2022', 'ejercicio: 2022\nfondoo<img src=x onerror=alert(1)>: uno')
	await page.waitForSelector('#diafano-avisos')
	const told = await page.evaluate(() => document.querySelector('#diafano-avisos').shadowRoot.textContent)
	check('error-told', told.includes('content/evaluaciones/2022/uno.md:') && told.includes('error') && told.includes('diafano explain'), told)
	check('error-escaped', await page.evaluate(() => document.querySelector('#diafano-avisos').shadowRoot.querySelector('img')) === null)
	change('\nfondoo<img src=x onerror=alert(1)>: uno', '')
	await page.waitForSelector('#diafano-avisos', { state: 'detached' })
	check('error-gone', true)
	// many are told in part, and how many there are
	const text = fs.readFileSync(file, 'utf8')
	fs.writeFileSync(file, text.replace('ejercicio: 2022', 'ejercicio: 2022\n' + Array.from({ length: 60 }, (_, i) => `sobra${i}x: 1\n`).join('')))
	await page.waitForFunction(() => document.querySelector('#diafano-avisos')?.shadowRoot.textContent.includes('y 10 más: «diafano check»'))
	check('many-errors', true)
	fs.writeFileSync(file, text)
	await page.waitForFunction(() => !document.querySelector('#diafano-avisos')?.shadowRoot.textContent.includes('más: «diafano check»'))
	// a page that does not change stays
	await page.goto(url + 'unidades/tesoreria.html')
	await page.evaluate(() => { window.kept = true })
	const waits = page.waitForResponse(answer => answer.url().includes('espera'))
	change('Se informó con', 'Se dijo con')
	await waits
	await page.waitForTimeout(200)
	check('unchanged-stays', await page.evaluate(() => window.kept) === true)
	check('no-faults', faults.length === 0, faults)
} finally {
	await browser.close()
}
process.exit(failed ? 1 : 0)
