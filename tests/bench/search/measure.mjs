// measure.mjs SITE INDEX QUERIES -- bytes, trips and ranks of both searches, in Chromium. INDEX -: ours alone.
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The server is what `publish --server nginx` makes of nginx: it answers a Range with that part and compresses other
// texts (level 1, from 512 bytes on). It answers after DELAY, so that what waits for an answer is seen to: a trip is
// what the page asked for after the one before it was answered, whenever the browser had a connection free for it (of
// HTTP/1.1 it opens six). Headers are not counted.
import fs from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import zlib from 'node:zlib'
import { launch } from '../../reading/browser.mjs'
import { rangeOf } from '../../reading/serve.mjs'

const [site, index, file] = process.argv.slice(2)
const DELAY = 250
const COMPRESSED = /^(text|application\/(javascript|json|xml))/
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm', '.json': 'application/json' }
const HOST = '<!DOCTYPE html><title>x</title><script type="module">window.pf = await import("/pagefind/pagefind.js"); await pf.init()</script>'
let sent = []

// When the page asked for what the server gets now: {url and range: times}.
let waiting = new Map()
const keyOf = (url, range) => `${url} ${range || ''}`

function ask(request) {
	const key = keyOf(new URL(request.url()).pathname, request.headers().range)
	waiting.set(key, [...waiting.get(key) || [], performance.now()])
}

function asked(request) {
	return waiting.get(keyOf(new URL(request.url, 'http://x').pathname, request.headers.range))?.shift() || performance.now()
}

const server = http.createServer((request, response) => {
	const wanted = decodeURIComponent(new URL(request.url, 'http://x').pathname)
	const place = wanted.startsWith('/pagefind/') ? path.join(index, wanted.slice(10)) : path.join(site, wanted)
	const body = wanted === '/host.html' ? Buffer.from(HOST) : fs.existsSync(place) && fs.statSync(place).isFile() ? fs.readFileSync(place) : null
	const range = body && rangeOf(request.headers.range, body.length), type = TYPES[path.extname(wanted)] || 'application/octet-stream'
	const gzip = body && !range && body.length >= 512 && COMPRESSED.test(type) && /gzip/.test(request.headers['accept-encoding'] || '')
	const part = range ? body.subarray(range[0], range[1] + 1) : body || '', sending = gzip ? zlib.gzipSync(part, { level: 1 }) : part
	const one = { path: wanted, range, bytes: sending.length, plain: part.length, began: asked(request), ended: Infinity }
	sent.push(one)
	setTimeout(() => {
		response.writeHead(!body ? 404 : range ? 206 : 200, {
			'content-type': type, 'cache-control': 'no-cache',
			...gzip ? { 'content-encoding': 'gzip' } : {}, ...range ? { 'content-range': `bytes ${range.join('-')}/${body.length}` } : {},
		})
		response.end(sending)
		one.ended = performance.now()
	}, DELAY)
})
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
const base = `http://127.0.0.1:${server.address().port}`
const queries = fs.readFileSync(file, 'utf8').split('\n').filter(line => line && !line.startsWith('#')).map(line => {
	const [counted, query, wanted] = line.split('\t')
	return { counted: counted === '*', query, wanted: wanted ? wanted.split('|') : [] }
})

// In which trip each of these requests was made: how many answers it waited for, one after the other, and 1.
function depthsOf(list) {
	const depths = []
	for (const one of list)
		depths.push(1 + Math.max(0, ...list.map((other, i) => other.ended <= one.began && depths[i] ? depths[i] : 0)))
	return depths
}

const trips = list => Math.max(0, ...depthsOf(list))

function detail(name, list) {
	if (!process.env.DETAIL)
		return
	const depths = depthsOf(list)
	console.error(`${name}: ${bytes(list)} bytes in ${trips(list)} trips`)
	list.forEach((one, i) => console.error(`  ${depths[i]} ${path.basename(one.path)} ${one.range ? one.range.join('-') : ''} ${one.bytes}`))
}

const bytes = (list, key = 'bytes') => list.reduce((sum, one) => sum + one[key], 0)
const median = list => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]

async function until(page, true_) {
	for (let i = 0; i < 2400 && !await page.evaluate(true_); i++)
		await page.waitForTimeout(25)
}

const ours = {
	part: '/datos/buscar/',
	async open(page) {
		await page.goto(`${base}/buscar.html`)
		await until(page, () => /Escriba/.test(document.getElementById('p_estado').textContent))
	},
	async search(page, query) {
		await page.evaluate(text => { document.getElementById('p_estado').textContent = 'Buscando'; location.hash = '#q=' + encodeURIComponent(text) }, query)
		await until(page, () => !/^Buscando|^$/.test(document.getElementById('p_estado').textContent) && !document.querySelector('#p_resultados li.espera:nth-child(-n+5)'))
		await page.waitForTimeout(150)
	},
	async ranked(page) {
		const hrefs = async () => {
			await until(page, () => !document.querySelector('#p_resultados li.espera'))
			return page.$$eval('#p_resultados a', list => list.map(one => one.getAttribute('href')))
		}
		await hrefs()
		if (await page.isVisible('#p_mas'))
			await page.click('#p_mas')
		await page.waitForTimeout(100)
		return hrefs()
	},
}

const theirs = {
	part: '/pagefind/',
	async open(page) {
		await page.goto(`${base}/host.html`)
		await until(page, () => window.pf)
		await page.waitForTimeout(300)
	},
	async search(page, query) {
		await page.evaluate(async text => {
			window.found = (await window.pf.search(text)).results
			await Promise.all(window.found.slice(0, 5).map(one => one.data()))
		}, query)
	},
	async ranked(page) {
		return page.evaluate(async () => (await Promise.all(window.found.slice(0, 20).map(one => one.data()))).map(one => one.raw_url.replace(/^\//, '')))
	},
}

const browser = await launch()
const rankOf = (list, wanted) => {
	const at = wanted.length ? list.findIndex(one => wanted.some(want => one.startsWith(want))) : list.length ? 0 : -1
	return at < 0 ? Infinity : at + 1
}

async function measure(engine) {
	const rows = []
	for (const { query, wanted, counted } of queries) {
		const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
		const page = await context.newPage()
		sent = []
		waiting = new Map()
		page.on('request', ask)
		await engine.open(page)
		const before = sent.length
		await engine.search(page, query)
		const all = sent.filter(one => one.path.startsWith(engine.part)), after = sent.slice(before).filter(one => one.path.startsWith(engine.part))
		detail(`first ${query}`, after)
		const row = { query, counted, bytes: bytes(all), plain: bytes(all, 'plain'), requests: all.length, trips: trips(after), allTrips: trips(all) }
		await page.setViewportSize({ width: 1440, height: 8000 })
		const list = await engine.ranked(page)
		row.item = rankOf(list, wanted)
		row.page = rankOf([...new Set(list.map(one => one.split('#')[0]))], wanted.map(one => one.split('#')[0]))
		rows.push(row)
		await context.close()
	}
	// The twenty again, one after the other on one page.
	const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
	waiting = new Map()
	page.on('request', ask)
	await engine.open(page)
	const further = []
	for (const { query } of queries.filter(one => one.counted)) {
		sent = []
		await engine.search(page, query)
		const all = sent.filter(one => one.path.startsWith(engine.part))
		detail(`further ${query}`, all)
		further.push({ query, bytes: bytes(all), trips: trips(all) })
	}
	await page.close()
	return { rows, further: new Map(further.slice(1).map(one => [one.query, one.bytes])) }
}

const alone = index === '-'
const us = await measure(ours), them = alone ? us : await measure(theirs)
await browser.close()
server.close()
server.closeAllConnections()

const kb = number => (number / 1000).toFixed(1)
const shown = rank => rank === Infinity ? '-' : String(rank)
console.log('| query | KB | requests | trips | further: KB | rank of the item | of its page | Pagefind: KB | requests | trips | rank of the page |')
console.log('| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |')
us.rows.forEach((row, i) => {
	const other = them.rows[i], dash = cell => row.counted ? cell : ''
	console.log(`| ${row.query.replace(/\|/g, '/')} | ${dash(kb(row.bytes))} | ${dash(row.requests)} | ${dash(row.trips)} | ${us.further.has(row.query) ? kb(us.further.get(row.query)) : ''} | ${shown(row.item)} | ${shown(row.page)} | ` +
		`${dash(kb(other.bytes))} | ${dash(other.requests)} | ${dash(other.trips)} | ${shown(other.page)} |`)
})
function sum(name, { rows, further }, key) {
	const counted = rows.filter(row => row.counted), ranks = rows.map(row => row[key]), of = limit => ranks.filter(rank => rank <= limit).length
	console.log(`| ${name} | ${kb(median(counted.map(row => row.bytes)))} (${kb(Math.min(...counted.map(row => row.bytes)))}-${kb(Math.max(...counted.map(row => row.bytes)))}) | ` +
		`${kb(median(counted.map(row => row.plain)))} | ${median(counted.map(row => row.requests))} | ${Math.max(...counted.map(row => row.trips))} | ${kb(median([...further.values()]))} | ${of(1)} | ${of(5)} | ${of(20)} | ` +
		`${(ranks.reduce((total, rank) => total + 1 / rank, 0) / ranks.length).toFixed(3)} |`)
}
console.log('\n| | KB of a first query, with all it loads (median, least-most) | if nothing were compressed | requests | trips after the query, at most | KB of a further query | first | in 5 | in 20 | mean 1/rank |')
console.log('| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |')
sum('ours, the item', us, 'item')
sum('ours, its page', us, 'page')
if (!alone)
	sum('Pagefind, the page', them, 'page')
