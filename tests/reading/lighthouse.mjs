// lighthouse.mjs -- the page of an evaluation, judged by Lighthouse as a phone would see it.
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Usage: node lighthouse.mjs SITE PAGE
//
// Accessibility and best practices must be 100. Performance is told, not asked for: it depends on the machine.
// What goes over the wire is asked for: the page with its style at most 60 KB, in at most 3 requests.
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { check, failures, FLAGS } from './browser.mjs'
import { serve } from './serve.mjs'

const [site, file] = process.argv.slice(2)
const module = name => import(pathToFileURL(path.join(process.env.MODULES, name)))
const { default: lighthouse } = await module('lighthouse/core/index.js')
const { launch } = await module('chrome-launcher/dist/index.js')

const server = await serve(site)
const chrome = await launch({ chromePath: process.env.CHROMIUM, chromeFlags: ['--headless', ...FLAGS], logLevel: 'silent' })
const { lhr } = await lighthouse(server.url + file, {
	port: chrome.port, output: 'json', logLevel: 'silent', onlyCategories: ['accessibility', 'best-practices', 'performance'],
})

function short(category) {
	return category.auditRefs.filter(({ id, weight }) => weight > 0 && lhr.audits[id].score !== null && lhr.audits[id].score < 1)
		.map(({ id }) => `${id}: ${lhr.audits[id].title}`)
}

for (const id of ['accessibility', 'best-practices'])
	await check(`lighthouse-${id}`, () => {
		const { score } = lhr.categories[id]
		return score === 1 ? [] : [`${score * 100} of 100`, ...short(lhr.categories[id])]
	})
console.log(`lighthouse: performance ${Math.round(lhr.categories.performance.score * 100)} of 100`)
await chrome.kill()

server.sent.length = 0
await check('weight', async () => {
	const { launch: open } = await import('./browser.mjs')
	const browser = await open()
	const page = await browser.newPage({ viewport: { width: 320, height: 640 } })
	await page.goto(server.url + file, { waitUntil: 'networkidle' })
	await browser.close()
	const got = server.sent.filter(each => each.status === 200)
	const bytes = got.reduce((sum, each) => sum + each.bytes, 0)
	console.log(`weight: ${bytes} bytes in ${got.length} requests: ${got.map(each => path.basename(each.path)).join(', ')}`)
	return [
		...bytes > 60 * 1024 ? [`${bytes} bytes over the wire`] : [],
		...got.length > 3 ? [`${got.length} requests`] : [],
	]
})
await server.close()
process.exit(failures ? 1 : 0)
