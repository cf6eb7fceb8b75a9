// pages.mjs -- every kind of page as its readers meet it: phone and desk, light and dark, printed, without scripts.
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Usage: node pages.mjs PICTURES SITE...
//
// Each SITE is NAME=FOLDER, or NAME=FOLDER=KIND,KIND... to take only those. One page of each kind, the largest,
// since it holds the most; a kind is the class of the body and, of entries and their lists, the folder they lie in
// ("entrada-fondos"). Served under the strictest policy that works. Asked of each: no violation that axe-core knows
// (WCAG 2.2 A and AA, and its best practices), at 320 and 1440 pixels, light and dark; nothing refused, nothing
// missing, no script that fails; no scrolling sideways at 320 pixels, which is 400 % of 1280; nothing that shifts;
// everything there with scripts off, and from a folder. PICTURES is a folder for screenshots, to be looked at.
//
// All rules are asked of the whole page once, at 1440 pixels in the light scheme. At 320 they are asked of all but
// the later rows of long tables and lists, which are alike; in the dark scheme, which changes colours alone, those
// about colour. Shifts are told by a load: at 320 pixels from the server, at 1440 from the folder.
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { check, failures, launch, listen, load } from './browser.mjs'
import { serve } from './serve.mjs'

const axe = fs.readFileSync(load.resolve('axe-core/axe.min.js'), 'utf8')
const WIDTHS = [320, 1440]
const ALL = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }
const COLOURS = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }
const AT_ONCE = 2
const ALIKE = ['tr:nth-child(n+16)', 'li:nth-child(n+16)', 'dl > div:nth-child(n+16)', '.campo:nth-child(n+16)'].map(each => [each])
const MISSING = '404.html'	// what a server shows for an address it has not: made for its root
const TALLEST = 5000	// pixels of a picture: beyond, a page repeats itself

function* htmlFiles(folder, below = '') {
	for (const entry of fs.readdirSync(path.join(folder, below), { withFileTypes: true }).sort((a, b) => a.name < b.name ? -1 : 1)) {
		const inside = path.posix.join(below, entry.name)
		if (entry.isDirectory())
			yield* htmlFiles(folder, inside)
		else if (entry.name.endsWith('.html'))
			yield inside
	}
}

// The kind of the page FILE; fragments to embed (no body class) are not pages.
function kindOf(file, text) {
	const kind = /<body class="p-([a-z-]+)/.exec(text)?.[1]
	return kind === 'entrada' || kind === 'indice' ? `${kind}-${file.split('/')[0]}` : kind
}

// The largest page of each kind of SITE; of those in WANTED, where there are any.
function onePageOfEachKind(site, wanted) {
	const kinds = new Map()
	for (const file of htmlFiles(site)) {
		const bytes = fs.readFileSync(path.join(site, file))
		const kind = kindOf(file, bytes.toString('latin1'))
		if (kind && bytes.length > (kinds.get(kind)?.size || 0))
			kinds.set(kind, { file, size: bytes.length })
	}
	return [...kinds].filter(([kind]) => wanted.length === 0 || wanted.includes(kind)).map(([kind, { file }]) => ({ kind, file }))
}

async function violations(page, where, runOnly, exclude = []) {
	const result = await page.evaluate(([context, options]) => globalThis.axe.run(context, options),
		[{ include: [['html']], exclude }, { runOnly, resultTypes: ['violations'] }])
	return result.violations.map(v => `${where}: ${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map(n => n.target.join(' ')).join(', ')}`)
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

// By how much the layout shifted since the page was asked for, and what moved.
function shift(page) {
	return page.evaluate(() => new Promise(resolve => {
		const shifts = []
		new PerformanceObserver(list => shifts.push(...list.getEntries())).observe({ type: 'layout-shift', buffered: true })
		requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => {
			const moved = shifts.flatMap(entry => entry.sources).map(({ node }) => node?.nodeType === 1 ? `${node.tagName.toLowerCase()}.${node.className.baseVal ?? node.className}` : '')
			resolve(shifts.length ? `${shifts.reduce((sum, entry) => sum + entry.value, 0)}: ${[...new Set(moved)].filter(Boolean).slice(0, 4)}` : '')
		}, 100)))
	}))
}

// A page that comes in pieces, as on a busy machine, may be laid out in pieces: what moves by design moves each time.
async function moves(page) {
	if (!await shift(page))
		return ''
	await page.reload({ waitUntil: 'load' })
	return shift(page)
}

// Text that lies over other text: what a reader sees, and no rule of axe-core's.
function overlaps(page) {
	return page.evaluate(() => {
		const found = []
		for (const cell of document.querySelectorAll('td[data-t], dt, dd, figcaption, h1, h2, h3, h4, li > p')) {
			const next = cell.nextElementSibling, label = getComputedStyle(cell, '::before')
			if (!next || cell.getClientRects().length !== 1 || getComputedStyle(next).position === 'absolute')
				continue
			const mine = cell.getBoundingClientRect(), its = next.getBoundingClientRect()
			const tall = Math.max(cell.scrollHeight, parseFloat(label.position === 'absolute' ? label.height : 0) || 0)
			if (mine.width > 1 && its.width > 1 && mine.left < its.right && its.left < mine.right && mine.top < its.top && mine.top + tall > its.top + 4)
				found.push(`${cell.tagName.toLowerCase()} «${(cell.dataset.t || cell.innerText).slice(0, 40)}» runs over what follows`)
		}
		return found
	})
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

async function picture(page, pictures, file, width) {
	if (!pictures)
		return
	const height = await page.evaluate(() => document.documentElement.scrollHeight)
	await page.screenshot({ path: path.join(pictures, file), type: 'jpeg', quality: 70, fullPage: true,
		clip: { x: 0, y: 0, width, height: Math.min(height, TALLEST) } })
}

// What goes wrong on the page at URL, in a window that grows and then darkens.
export async function atEachSize(browser, url, { kind, file, name, pictures }) {
	const faults = []
	const context = await browser.newContext({ viewport: { width: 320, height: 900 }, colorScheme: 'light', reducedMotion: 'reduce' })
	const page = await context.newPage()
	listen(page, faults)
	await page.goto(url, { waitUntil: 'load' })
	const moved = await moves(page), far = await sideways(page)
	if (far)
		faults.push(`${file} at 320: scrolls sideways, ${far}`)
	if (moved)
		faults.push(`${file} at 320: the layout shifts by ${moved}`)
	await page.evaluate(axe)
	for (const width of WIDTHS) {
		const where = `${file} at ${width}`, alike = width === 320 ? ALIKE : []
		await page.setViewportSize({ width, height: 900 })
		faults.push(...(await overlaps(page)).map(said => `${where}: ${said}`))
		faults.push(...await violations(page, `${where} light`, ALL, alike))
		await picture(page, pictures, `${name}-${kind}-${width}-light.jpg`, width)
		await page.emulateMedia({ colorScheme: 'dark' })
		faults.push(...await violations(page, `${where} dark`, COLOURS, ALIKE))
		if (width !== 320)
			await picture(page, pictures, `${name}-${kind}-${width}-dark.jpg`, width)
		await page.emulateMedia({ colorScheme: 'light' })
		faults.push(...await byKeyboard(page, where))
		await page.evaluate(() => { document.activeElement?.blur(); scrollTo(0, 0) })
	}
	await context.close()
	return faults
}

// With scripts off: the same words, and no link that needs one.
async function withoutScripts(browser, server, pages) {
	const faults = []
	const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 320, height: 900 } })
	const page = await context.newPage()
	listen(page, faults)
	for (const { file } of pages) {
		await page.goto(server.url + file, { waitUntil: 'load' })
		if (!(await page.locator('main').innerText()).trim())
			faults.push(`${file}: nothing to read`)
		for (const href of await page.locator('a[href^="javascript:"]').all())
			faults.push(`${file}: a link that is a script: ${await href.innerText()}`)
	}
	await context.close()
	return faults
}

// What a page tells machines (JSON-LD), as a browser holds it under the policy: data, and
// whole. That the policy refuses none of it is asked of every page, by listen().
async function forMachines(browser, server, pages) {
	const faults = []
	const context = await browser.newContext()
	const page = await context.newPage()
	listen(page, faults)
	for (const { kind, file } of pages) {
		await page.goto(server.url + file, { waitUntil: 'load' })
		const blocks = await page.evaluate(() => [...document.querySelectorAll('script:not([src])')]
			.map(e => ({ type: e.type, text: e.textContent })))
		for (const { type, text } of blocks) {
			if (type !== 'application/ld+json') {
				faults.push(`${file}: a script of type «${type}» within the page`)
				continue
			}
			try {
				if (JSON.parse(text)['@context'] !== 'https://schema.org')
					faults.push(`${file}: of another vocabulary: ${text.slice(0, 80)}`)
			} catch (error) {
				faults.push(`${file}: ${error.message}: ${text.slice(0, 80)}`)
			}
		}
		if (kind === 'evaluacion' && !blocks.length)
			faults.push(`${file}: tells machines nothing`)
	}
	await context.close()
	return faults
}

// From a folder on a disk, in a path with spaces and accents.
async function fromDisk(browser, site, pages) {
	const faults = []
	const folder = fs.mkdtempSync(path.join(process.env.TMPDIR || '/tmp', 'diáfano página '))
	fs.cpSync(site, path.join(folder, 'sitio público'), { recursive: true })
	const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
	const page = await context.newPage()
	listen(page, faults)
	for (const { file } of pages) {
		await page.goto(`file://${encodeURI(path.join(folder, 'sitio público', file))}`, { waitUntil: 'load' })
		if (!await page.evaluate(() => [...document.styleSheets].some(sheet => sheet.href)))
			faults.push(`${file}: has no style`)
		const moved = await moves(page)
		if (moved)
			faults.push(`${file} at 1440: the layout shifts by ${moved}`)
	}
	await context.close()
	fs.rmSync(folder, { recursive: true })
	return faults
}

// Do each of JOBS, AT_ONCE at a time: a page's own process is what takes the time.
async function inTurn(jobs) {
	const rest = jobs[Symbol.iterator]()
	await Promise.all(Array.from({ length: AT_ONCE }, async () => {
		for (const job of rest)
			await job()
	}))
}

// Ask all of one site; SAID is called with the name and the faults of each question.
export async function examine(browser, { name, site, wanted = [], pictures }) {
	const pages = onePageOfEachKind(site, wanted), apart = pages.filter(each => each.file !== MISSING)
	const server = await serve(site, 'transparencia/')	// below a path, as sites are
	const root = await serve(site)
	await check(`${name}-kinds`, () => (wanted.length ? pages.length === wanted.length : pages.length > 3) ? [] :
		[`only ${pages.map(each => each.kind).join(', ')}`])
	await inTurn([
		...pages.map(each => () => check(`${name}-${each.kind}`, () =>
			atEachSize(browser, (each.file === MISSING ? root : server).url + each.file, { ...each, name, pictures }))),
		() => check(`${name}-without-scripts`, () => withoutScripts(browser, server, apart)),
		() => check(`${name}-for-machines`, () => forMachines(browser, server, apart)),
		() => check(`${name}-from-disk`, () => fromDisk(browser, site, apart)),
	])
	await server.close()
	await root.close()
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const [pictures, ...sites] = process.argv.slice(2)
	const browser = await launch()
	fs.mkdirSync(pictures, { recursive: true })
	for (const each of sites) {
		const [name, site, kinds] = each.split('=')
		await examine(browser, { name, site, wanted: kinds ? kinds.split(',') : [], pictures })
	}
	await browser.close()
	process.exit(failures ? 1 : 0)
}
