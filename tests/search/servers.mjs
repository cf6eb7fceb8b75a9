// servers.mjs SITE ODD MANY -- the search from servers of all kinds, and while a site is replaced.
// SPDX-License-Identifier: GPL-3.0-or-later
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import zlib from 'node:zlib'
import { listen } from '../reading/browser.mjs'
import { serve } from '../reading/serve.mjs'
import { browser, check, expect, failures, notes, open, results, status, type } from './reader.mjs'

const [own, odd, many] = process.argv.slice(2)
const DATA = /datos\/buscar\/[a-z]+-[0-9]+\./	// what is asked for in parts

async function from(name, site, options, body) {
	const server = await serve(site, 'un/lugar/', options)
	await check(`server/${name}`, one => body({ ...one, server, base: server.url.replace(/\/$/, '') }))
	await server.close()
}

const hrefs = list => list.map(one => one.href)
const wholes = server => server.sent.filter(one => one.status === 200 && DATA.test(one.path))
const parts = server => server.sent.filter(one => one.range)

// Another search on the same page, as an address that is followed there.
async function again(page, query) {
	await page.evaluate(text => { document.getElementById('p_estado').textContent = 'Buscando'; location.hash = '#q=' + encodeURIComponent(text) }, query)
	return results(page)
}

// What must be found from anywhere, whatever the server is like.
async function finds(page, base, faults) {
	let found = await open(page, base, '#q=alumbrado')
	expect(faults, hrefs(found).map(href => href.replace(/.*\//, '')).sort().join() === 'dos.html#hallazgo-1,uno.html#hallazgo-8,uno.html#hallazgo-9', JSON.stringify(found))
	expect(faults, found.every(one => one.marks.join().toLowerCase() === 'alumbrado'), 'not marked')
	expect(faults, !await page.isVisible('#p_error'), 'an error is shown')
	found = await again(page, 'marcas dentro')
	expect(faults, found.length === 1 && found[0].text.includes('<img src=x'), JSON.stringify(found))
	found = await again(page, '"calles de alumbrado"')
	expect(faults, found.length === 1 && found[0].href.endsWith('uno.html#hallazgo-9'), JSON.stringify(found))
}

await from('parts', odd, {}, async ({ page, faults, server, base }) => {
	listen(page, faults)
	await finds(page, base, faults)
	expect(faults, parts(server).length > 0 && parts(server).every(one => one.status === 206), 'nothing was asked for in parts')
	expect(faults, wholes(server).length === 0, `whole: ${wholes(server).map(one => one.path)}`)
})
await from('no-connection', odd, { search: '' }, async ({ page, faults, server, base }) => {
	await finds(page, base, faults)
	expect(faults, parts(server).length === 0 && wholes(server).length > 0, 'the policy let a part through')
})

// Servers that do not know of parts, or that say what is not so: each is asked for scripts instead, and no more for parts.
const wrong = {
	'whole': ({ send, whole }) => send(200, whole),
	'whole-compressed': ({ send, whole }) => send(200, zlib.gzipSync(whole), { 'content-encoding': 'gzip' }),
	'unsatisfiable': ({ send, whole }) => send(416, '', { 'content-range': `bytes */${whole.length}` }),
	'not-allowed': ({ send }) => send(405, ''),
	'another-part': ({ send, whole, range: [first, last] }) => send(206, whole.subarray(first + 1, last + 2), { 'content-range': `bytes ${first + 1}-${last + 1}/${whole.length}` }),
	'a-lie': ({ send, whole, range: [first, last] }) => send(206, whole.subarray(first + 7, last + 8), { 'content-range': `bytes ${first}-${last}/${whole.length}` }),
	'zeros': ({ send, whole, range: [first, last] }) => send(206, Buffer.alloc(last - first + 1), { 'content-range': `bytes ${first}-${last}/${whole.length}` }),
	'short': ({ send, whole, range: [first, last] }) => send(206, whole.subarray(first, last), { 'content-range': `bytes ${first}-${last - 1}/${whole.length}` }),
	'shorter-than-said': ({ send, whole, range: [first, last] }) => send(206, whole.subarray(first, last - 9), { 'content-range': `bytes ${first}-${last}/${whole.length}` }),
	'unnamed': ({ send, whole, range: [first, last] }) => send(206, whole.subarray(first, last + 1)),
	'several': ({ send, whole }) => send(206, '--x\r\n\r\n' + whole.subarray(0, 50) + '\r\n--x--', { 'content-type': 'multipart/byteranges; boundary=x' }),
	'part-compressed': ({ send, whole, range: [first, last] }) => send(206, zlib.gzipSync(whole).subarray(first, last + 1), { 'content-encoding': 'gzip', 'content-range': `bytes ${first}-${last}/${whole.length}` }),
	'another-page': ({ send }) => send(200, '<!DOCTYPE html><title>Bienvenido</title>', { 'content-type': 'text/html' }),
	'cut': ({ response }) => response.destroy(),
}
for (const [name, answer] of Object.entries(wrong))
	await from(name, odd, { odd: one => one.range && (answer(one), true) }, async ({ page, faults, server, base }) => {
		await finds(page, base, faults)
		const before = parts(server).length
		await again(page, 'padrón')
		await again(page, 'secreto contrato')
		expect(faults, parts(server).length === before, 'still asked for parts')
	})

// A portal that answers all with its page, until someone signs in.
let closed = false
await from('portal', odd, { odd: ({ wanted, send }) => closed && /datos\/buscar/.test(wanted) && (send(200, '<!DOCTYPE html><title>Bienvenido</title>', { 'content-type': 'text/html' }), true) },
	async ({ page, faults, base }) => {
		await open(page, base)
		closed = true
		await page.fill('#p_q', 'alumbrado')
		await page.waitForSelector('#p_error:not([hidden])')
		closed = false
		await page.click('#p_error button')
		expect(faults, (await results(page)).length === 3 && !await page.isVisible('#p_error'), 'retrying does not help')
	})

// The same, whichever way it comes.
await from('same', many, {}, async ({ page, faults, server, base }) => {
	const other = await serve(many, '', { search: '' }), ways = [base, other.url.replace(/\/$/, ''), `file://${many}`]
	for (const query of ['municipio', 'alumbrado público', 'obra', 'indicadores de desempeño del municipio', '"cuenta pública"', 'fism 2020', 'transparensia', 'eva', 'padron -obra', '2021']) {
		const lists = []
		for (const way of ways) {
			await page.goto('about:blank')
			await open(page, way, '#q=' + encodeURIComponent(query))
			lists.push(JSON.stringify([await status(page), await notes(page), (await results(page)).slice(0, 5)]))
		}
		expect(faults, lists[0].length > 100 && lists.every(list => list === lists[0]), `${query}: ${lists[0].slice(0, 300)} ${lists[1].slice(0, 300)}`)
	}
	expect(faults, wholes(server).length === 0, 'whole files')
	await other.close()
})

// A word that is nearly everywhere: the best of it first, all of it when it is counted or asked for.
await from('common', many, {}, async ({ page, faults, server, base }) => {
	listen(page, faults)
	let found = await open(page, base, '#q=' + encodeURIComponent('dirección'))
	expect(faults, /\+ resultados/.test(await status(page)) && /dirección.* es muy común: .* se consideran los 1[12][0-9] en que/.test(await notes(page)), `${await status(page)} ${await notes(page)}`)
	const first = found.slice(0, 5).map(one => one.text)
	for (let rows = found.length; rows <= 140; rows = await page.locator('#p_resultados li').count()) {
		await page.click('#p_mas')
		await page.waitForTimeout(120)
		if (!await page.isVisible('#p_mas'))
			break
	}
	found = await results(page)
	const shown = await page.$$eval('#p_resultados li', rows => rows.map(row => row.querySelector('a') && row.textContent).filter(Boolean))
	expect(faults, await page.locator('#p_resultados li').count() > 140, `only ${await page.locator('#p_resultados li').count()}`)
	expect(faults, new Set(shown).size === shown.length, 'the same twice')
	expect(faults, first.every(text => shown.includes(text)), 'what was there is gone')
	expect(faults, await page.evaluate(() => document.activeElement.closest('#p_resultados') !== null || document.activeElement.id === 'p_mas'), 'the focus is lost')
	await page.goto('about:blank')
	await open(page, base, '#q=' + encodeURIComponent('dirección'))
	for (const facet of ['ejercicio', 'evaluador', 'unidad']) {
		await page.click(`details[data-faceta="${facet}"] summary`)
		await page.waitForSelector(`details[data-faceta="${facet}"] input`)
		await results(page)
	}
	expect(faults, !/\+ resultados/.test(await status(page)), `counted: ${await status(page)}`)
	const counts = await page.$$eval('details[data-faceta="ejercicio"] .cuenta', list => list.map(one => +one.textContent))
	expect(faults, counts.length > 1 && counts.reduce((a, b) => a + b) > 40, `years: ${counts}`)
	const option = await page.$eval('details[data-faceta="evaluador"] label', label => [label.querySelector('input').value, +label.querySelector('.cuenta').textContent])
	await page.check(`details[data-faceta="evaluador"] input[value="${option[0]}"]`)
	await results(page)
	const documents = Number((await status(page)).match(/en (\d+) evaluaci/)?.[1])
	expect(faults, documents === option[1], `${option} but ${await status(page)}`)
	expect(faults, wholes(server).length === 0, 'whole files')
})

// A rare word decides, also beside words that are nearly everywhere and of which only the best is read.
await from('rare', many, {}, async ({ page, faults, base }) => {
	await open(page, base, '#q=' + encodeURIComponent('dirección'))
	const titles = await page.$$eval('#p_resultados .prosa', list => list.map(one => one.textContent.match(/\$([0-9,]+)\.[0-9]{2}/)?.[1]).filter(Boolean))
	expect(faults, titles.length > 0, 'no amount to look for')
	for (const amount of titles.slice(0, 3)) {
		const alone = await type(page, amount + ' '), beside = await type(page, `dirección ${amount} ejercicio `)
		expect(faults, alone.length > 0 && hrefs(alone).includes(beside[0]?.href) && beside[0].marks.join().includes(amount), `${amount}: ${JSON.stringify(beside.slice(0, 2))}`)
	}
})

// What is asked for when the page has what goes with every first search: a word's block and a line for each row that is shown at
// once, where its list tells how long it is; and of a word that is everywhere no more than its best, where a rare word beside it decides.
await from('thrift', many, {}, async ({ page, faults, server, base }) => {
	let found = await open(page, base, '#q=' + encodeURIComponent('dirección'))
	const amounts = found.map(one => one.text.match(/\$([0-9,]+)\.[0-9]{2}/)?.[1]).filter(Boolean)
	expect(faults, amounts.length > 1, 'no amount to look for')
	const next = async query => {
		server.sent.length = 0
		found = await again(page, query)
		const texts = parts(server).filter(one => /\/t-/.test(one.path)), others = parts(server).filter(one => !texts.includes(one))
		return { texts: texts.length, others: others.length, bytes: parts(server).reduce((sum, one) => sum + one.bytes, 0) }
	}
	let cost = await next(amounts[0])
	expect(faults, found.length > 0 && cost.others === 1 && cost.texts <= found.length && cost.bytes < 5000, `${amounts[0]}: ${JSON.stringify(cost)}`)
	cost = await next(`dirección ${amounts[1]}`)
	expect(faults, found.length > 0 && cost.others <= 2 && cost.texts <= 5 && cost.bytes < 5000, `dirección ${amounts[1]}: ${JSON.stringify(cost)}`)
	for (const query of ['alumbrado', 'obra pública'])
		expect(faults, (cost = await next(query)).texts <= 5 && found.length >= 5, `${query}: ${JSON.stringify(cost)}`)
	await again(page, 'dirección')
	server.sent.length = 0
	await page.click('details[data-faceta="ejercicio"] summary')
	await page.waitForSelector('details[data-faceta="ejercicio"] input')
	await results(page)
	expect(faults, parts(server).some(one => /\/p-/.test(one.path)), 'all of a common word was asked for before anything was counted')
	expect(faults, wholes(server).length === 0, 'whole files')
})

// The site is published anew while its page is open.
const place = fs.mkdtempSync(path.join(os.tmpdir(), 'site-'))
function publish(site) {
	fs.rmSync(place, { recursive: true })
	fs.cpSync(site, place, { recursive: true })
}
for (const [name, search] of [['replaced', undefined], ['replaced-scripts', '']]) {
	publish(own)
	await from(name, place, search === undefined ? {} : { search }, async ({ page, faults, base }) => {
		await open(page, base)
		if (name === 'replaced')
			await type(page, 'indicadores')
		publish(odd)
		let found = await type(page, 'alumbrado')
		expect(faults, /acaba de cambiar/.test(await notes(page)), `not said: ${await notes(page)}`)
		expect(faults, found.length === 3 && found.some(one => one.href.endsWith('2021/dos.html#hallazgo-1')), JSON.stringify(found))
		found = await type(page, 'padrón')
		expect(faults, !/acaba de cambiar/.test(await notes(page)) && found.length === 2, `${await notes(page)} ${JSON.stringify(found)}`)
		// what was found and not yet read is not of another site
		await page.evaluate(() => { location.hash = '' })
		publish(own)
		found = await type(page, 'calles')
		expect(faults, !found.some(one => one.href.includes('2020/uno')) || !/acaba/.test(await notes(page)), JSON.stringify(found))
	})
}
fs.rmSync(place, { recursive: true })
await browser.close()
process.exitCode = failures ? 1 : 0
