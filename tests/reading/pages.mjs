// pages.mjs -- every kind of page as its readers meet it: phone and desk, light and dark, printed, without scripts.
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Usage: node pages.mjs NAME SITE [PICTURES]
//
// One page of each kind (the class of its body; of those in $KINDS, where it is set), the largest one, since it
// holds the most. Served under the
// strictest policy that works. Asked of each: no violation that axe-core knows (WCAG 2.2 A and AA, and its
// best practices), at 320 and 1440 pixels, light and dark; nothing refused, nothing missing, no script that
// fails; no scrolling sideways at 320 pixels nor at 400 % of 1280; nothing that shifts; everything there with
// scripts off. PICTURES is a folder for screenshots, to be looked at.
import fs from 'node:fs'
import path from 'node:path'
import { check, failures, launch, listen, load } from './browser.mjs'
import { serve } from './serve.mjs'

const [name, site, pictures] = process.argv.slice(2)
const axe = fs.readFileSync(load.resolve('axe-core/axe.min.js'), 'utf8')
const wanted = (process.env.KINDS || '').split(' ').filter(Boolean)
const WIDTHS = [320, 1440]
const SCHEMES = ['light', 'dark']

function* htmlFiles(folder, below = '') {
	for (const entry of fs.readdirSync(path.join(folder, below), { withFileTypes: true }).sort((a, b) => a.name < b.name ? -1 : 1)) {
		const inside = path.posix.join(below, entry.name)
		if (entry.isDirectory())
			yield* htmlFiles(folder, inside)
		else if (entry.name.endsWith('.html'))
			yield inside
	}
}

// The largest page of each kind; fragments to embed (no body class) are not pages.
function onePageOfEachKind() {
	const kinds = new Map()
	for (const file of htmlFiles(site)) {
		const bytes = fs.readFileSync(path.join(site, file))
		const kind = /<body class="p-([a-z-]+)/.exec(bytes.toString('latin1'))?.[1]
		if (kind && bytes.length > (kinds.get(kind)?.size || 0))
			kinds.set(kind, { file, size: bytes.length })
	}
	return [...kinds].filter(([kind]) => wanted.length === 0 || wanted.includes(kind)).map(([kind, { file }]) => ({ kind, file }))
}

async function violations(page, where) {
	await page.evaluate(axe)
	const result = await page.evaluate(() => globalThis.axe.run(document, {
		runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
	}))
	return result.violations.map(v => `${where}: ${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map(n => n.target.join(' ')).join(', ')}`)
}

async function open(context, url, faults) {
	const page = await context.newPage()
	listen(page, faults)
	await page.goto(url, { waitUntil: 'load' })
	return page
}

// How far the page can be pushed sideways, and by what.
function sideways(page) {
	return page.evaluate(() => {
		const root = document.documentElement
		if (root.scrollWidth <= root.clientWidth)
			return null
		const widest = [...document.querySelectorAll('body *')]
			.map(e => ({ e, right: e.getBoundingClientRect().right }))
			.filter(({ e, right }) => right > root.clientWidth && !e.closest('.tabla, [data-desliza]'))
			.sort((a, b) => b.right - a.right)[0]
		return `${root.scrollWidth} of ${root.clientWidth} pixels` +
			(widest ? `: ${widest.e.tagName.toLowerCase()}.${widest.e.className}` : '')
	})
}

function shift(page) {
	return page.evaluate(() => new Promise(resolve => {
		let sum = 0
		new PerformanceObserver(list => { for (const entry of list.getEntries()) sum += entry.value })
			.observe({ type: 'layout-shift', buffered: true })
		setTimeout(() => resolve(sum), 100)
	}))
}

// By keyboard alone: what has the focus is to be seen, says so by more than colour of its own, and is not
// hidden below anything. The first STEPS steps.
async function byKeyboard(page, where) {
	const STEPS = 40
	const faults = []
	for (let step = 0; step < STEPS; step++) {
		await page.keyboard.press('Tab')
		const said = await page.evaluate(() => {
			const e = document.activeElement
			if (!e || e === document.body)
				return 'end'
			const box = e.getBoundingClientRect(), style = getComputedStyle(e)
			const name = `${e.tagName.toLowerCase()} «${(e.innerText || e.getAttribute('aria-label') || e.name || '').trim().slice(0, 40)}»`
			if (style.outlineStyle === 'none' && style.boxShadow === 'none')
				return `${name} has the focus and does not show it`
			if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth)
				return `${name} has the focus outside of what is seen`
			const x = Math.min(Math.max(box.left + 2, 1), innerWidth - 1), y = Math.min(Math.max(box.top + 2, 1), innerHeight - 1)
			const top = document.elementFromPoint(x, y)
			return !top || e.contains(top) || top.contains(e) || top.closest('label')?.contains(e) || getComputedStyle(e).display === 'inline'
				? '' : `${name} has the focus below ${top.tagName.toLowerCase()}.${top.className}`
		})
		if (said === 'end')
			break
		if (said)
			faults.push(`${where}: ${said}`)
	}
	return faults
}

async function picture(page, file) {
	if (!pictures)
		return
	fs.mkdirSync(pictures, { recursive: true })
	await page.screenshot({ path: path.join(pictures, file), fullPage: true })
}

async function atEachSize(browser, server, { kind, file }) {
	const faults = []
	for (const width of WIDTHS) {
		for (const colorScheme of SCHEMES) {
			const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, reducedMotion: 'reduce' })
			const page = await open(context, server.url + file, faults)
			const where = `${file} at ${width} ${colorScheme}`
			faults.push(...await violations(page, where))
			if (colorScheme === 'light') {
				const far = await sideways(page), moved = await shift(page)
				if (width === 320 && far)
					faults.push(`${where}: scrolls sideways, ${far}`)
				if (moved > 0)
					faults.push(`${where}: the layout shifts by ${moved}`)
			}
			if (colorScheme === 'light')
				faults.push(...await byKeyboard(page, where))
			await picture(page, `${name}-${kind}-${width}-${colorScheme}.png`)
			await context.close()
		}
	}
	return faults
}

// With scripts off: the same words, and no link that needs one.
async function withoutScripts(browser, server, pages) {
	const faults = []
	const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 320, height: 900 } })
	for (const { file } of pages) {
		const page = await open(context, server.url + file, faults)
		if (!(await page.locator('main').innerText()).trim())
			faults.push(`${file}: nothing to read`)
		for (const href of await page.locator('a[href^="javascript:"]').all())
			faults.push(`${file}: a link that is a script: ${await href.innerText()}`)
		await page.close()
	}
	await context.close()
	return faults
}

// From a folder on a disk, in a path with spaces and accents.
async function fromDisk(browser, pages) {
	const faults = []
	const folder = fs.mkdtempSync(path.join(process.env.TMPDIR || '/tmp', 'diáfano página '))
	fs.cpSync(site, path.join(folder, 'sitio público'), { recursive: true })
	const context = await browser.newContext()
	for (const { file } of pages) {
		const page = await open(context, `file://${encodeURI(path.join(folder, 'sitio público', file))}`, faults)
		if (!await page.evaluate(() => [...document.styleSheets].some(sheet => sheet.href)))
			faults.push(`${file}: has no style`)
		await page.close()
	}
	await context.close()
	fs.rmSync(folder, { recursive: true })
	return faults
}

const browser = await launch()
// Below a path, as sites are; but the page that a server shows for an address it has not is made for its root.
const server = await serve(site, 'transparencia/')
const root = await serve(site)
const pages = onePageOfEachKind()
const missing = '404.html'
await check(`${name}-kinds`, () => (wanted.length ? pages.length === wanted.length : pages.length > 3) ? [] : [`only ${pages.map(p => p.kind).join(', ')}`])
for (const each of pages)
	await check(`${name}-${each.kind}`, () => atEachSize(browser, each.file === missing ? root : server, each))
await check(`${name}-without-scripts`, () => withoutScripts(browser, server, pages.filter(each => each.file !== missing)))
await check(`${name}-from-disk`, () => fromDisk(browser, pages.filter(each => each.file !== missing)))
await server.close()
await root.close()
await browser.close()
process.exit(failures ? 1 : 0)
