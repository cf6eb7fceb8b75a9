// search.mjs SITE ODD EMPTY -- searches as readers make them, from file:// and from a strict server.
// SPDX-License-Identifier: GPL-3.0-or-later
import { listen } from '../reading/browser.mjs'
import { serve } from '../reading/serve.mjs'
import { browser, check, expect, failures, notes, open, results, status, type, until } from './reader.mjs'

const [own, odd, empty] = process.argv.slice(2)
async function readers(way, base, oddBase, emptyBase) {
	await check(`${way}/typed`, async ({ page, faults, asked }) => {
		listen(page, faults)
		await open(page, base)
		expect(faults, asked.filter(url => /datos.buscar/.test(url)).length === 1, 'more than raiz.js before anything was typed')
		const found = await type(page, 'arboles de problemas')
		expect(faults, found[0]?.href.endsWith('fortamun-df.html#debilidad-3'), `first: ${JSON.stringify(found[0])}`)
		expect(faults, found[0]?.marks.includes('árboles'), 'not marked')
		expect(faults, /resultados? en 1 evaluación/.test(await status(page)), await status(page))
		expect(faults, await page.getAttribute('#p_estado', 'role') === 'status', 'no live region')
		expect(faults, /#q=arboles\+de\+problemas$/.test(page.url()), page.url())
		expect(faults, asked.every(url => !/\?|arboles|problemas/.test(url.split('#')[0])), 'the query left the machine')
		expect(faults, asked.filter(url => /datos.buscar/.test(url)).every(url => url.endsWith('.js')), 'not a script')
		await page.keyboard.press('ArrowDown')
		await page.keyboard.press('Enter')
		await page.waitForURL(/fortamun-df\.html#debilidad-3$/)
		const target = await page.$eval(':target', node => [node.textContent, getComputedStyle(node).backgroundColor])
		expect(faults, /árboles de problemas/.test(target[0]), target[0])
		expect(faults, target[1] !== 'rgba(0, 0, 0, 0)', 'not highlighted')
	})
	await check(`${way}/header`, async ({ page, faults }) => {
		await page.goto(`${base}/evaluaciones/2022/fortamun-df.html`)
		await page.fill('#p_busca', '372,240')
		await page.press('#p_busca', 'Enter')
		await page.waitForURL(/buscar\.html\?q=372/)
		const found = await results(page)
		expect(faults, found.length === 1 && found[0].marks.includes('372,240.00'), JSON.stringify(found))
		expect(faults, await page.inputValue('#p_q') === '372,240', 'the box is empty')
	})
	await check(`${way}/address`, async ({ page, faults }) => {
		for (const [query, anchor] of [['372240', ''], ['372,240.00', ''], ['"portal web gobierno abierto"', '#hallazgo-13'],
			['Ramo 33', '#recomendacion-5'], ['RAMO -incluido', null], ['49.36', '#hallazgo-16']]) {
			const found = await open(page, base, '#q=' + encodeURIComponent(query))
			if (anchor === null)
				expect(faults, found.length > 0 && !found.some(one => one.href.endsWith('#recomendacion-5')), `${query}: ${JSON.stringify(found)}`)
			else
				expect(faults, found.slice(0, 4).some(one => one.href.endsWith('fortamun-df.html' + anchor)), `${query}: ${JSON.stringify(found.slice(0, 3))}`)
			await page.goto('about:blank')
		}
	})
	await check(`${way}/near`, async ({ page, faults }) => {
		const found = await open(page, base, '#q=transparensia')
		expect(faults, found.length > 0 && /transparensia.*transparencia/.test(await notes(page)), await notes(page))
	})
	await check(`${way}/facet`, async ({ page, faults }) => {
		await open(page, oddBase, '#q=alumbrado')
		const box = await page.$$eval('details[data-faceta="fondo"] label', list => list.map(one => one.textContent.trim()))
		expect(faults, box.join() === 'FISMDF 1,OTRO 1', box.join())
		await page.click('details[data-faceta="fondo"] summary')
		await page.check('details[data-faceta="fondo"] input[value="fismdf"]')
		let found = await results(page)
		expect(faults, found.length === 2 && found.every(one => /2020\/uno/.test(one.href)), JSON.stringify(found))
		expect(faults, /fondo=fismdf$/.test(page.url()), page.url())
		const address = page.url()
		await page.goto('about:blank')
		await page.goto(address)
		found = await results(page)
		expect(faults, found.length === 2 && await page.isChecked('details[data-faceta="fondo"] input[value="fismdf"]'), 'the address does not keep the facet')
		await page.click('#p_limpiar')
		found = await results(page)
		expect(faults, found.length === 3, `${found.length} without facets`)
		await page.goto('about:blank')
		found = await open(page, oddBase, '#ejercicio=2021')
		expect(faults, found.length === 1 && /2021\/dos\.html$/.test(found[0].href), JSON.stringify(found))
		await page.click('details[data-faceta="unidad"] summary')
		await page.waitForTimeout(300)
		expect(faults, !await page.isVisible('#p_error'), 'units fail')
	})
	await check(`${way}/words`, async ({ page, faults }) => {
		const first = async query => {
			await page.goto('about:blank')
			return (await open(page, oddBase, '#q=' + encodeURIComponent(query))).map(one => one.href.replace(/.*\//, ''))
		}
		expect(faults, (await first('público'))[0] === 'uno.html#hallazgo-1', 'an exact accent is not first')
		expect(faults, (await first('publico'))[0] === 'uno.html#hallazgo-2', 'no accent is not first')
		expect(faults, (await first('publico')).length === 2, 'accents are not folded')
		for (const alias of ['faismun', 'FISM', 'fism-df', 'FISMDF'])
			expect(faults, (await first(alias)).includes('uno.html'), alias)
		expect(faults, (await first('"alumbrado de calles"')).join() === 'uno.html#hallazgo-8', 'the phrase')
		expect(faults, (await first('"calles de alumbrado"')).join() === 'uno.html#hallazgo-9', 'the other phrase')
		expect(faults, (await first('alumbrado -calles')).join() === 'dos.html#hallazgo-1', 'what is left out')
		expect(faults, (await first('alumbrado -"sin contrato"')).length === 2, 'a phrase that is left out')
		expect(faults, (await first('secreto')).length === 0, 'what was suppressed')
		expect(faults, (await first('alumb')).length === 3, 'a prefix')
		expect(faults, (await first('zerowidth')).join() === 'uno.html#hallazgo-5', 'a character of no width')
		await first('llaves')
		expect(faults, (await results(page))[0].text.includes('Comilla ` grave, barra \\ y llaves ${x} {{y}} al final.'), (await results(page))[0].text)
		// an item of 10,000 letters takes more than one part
		expect(faults, (await first('larga')).join() === 'uno.html#hallazgo-4' && (await results(page))[0].text.includes('Una palabra larga xxx'), 'a very long item')
		expect(faults, (await first('1250000')).join() === 'uno.html#hallazgo-7', 'an amount')
	})
	await check(`${way}/hostile`, async ({ page, faults, asked }) => {
		listen(page, faults)
		await open(page, oddBase)
		for (const query of ['x'.repeat(10000), 'ñ'.repeat(10000), '\u200b\u200d\ufeff', '\u202eabc\u202c alumbrado', '😀😀 👩‍👩‍👧', '\ud800', 'a\udc00b',
			'de la los que', '<script>window.pwned=3</script>', '"><img src=x onerror=window.pwned=4>', 'javascript:window.pwned=5', '"', '""', '-', '--', '-"', '"'.repeat(300),
			'__proto__', 'constructor', 'hasOwnProperty toString', '../../../x', '%', '%00%ff', '\\', '{{t}}', "'; alert(1)//", '\0\x01', ' '.repeat(300), 'a'.repeat(200) + ' ' + 'b'.repeat(200),
			'1,1,1,1,1,1', '9'.repeat(300), '.'.repeat(300), 'z\u0301'.repeat(150), '漢字 кириллица العربية', 'a b c d e f g h i j k l m n o p q', 'marcas', 'dentro']) {
			await page.evaluate(text => {
				const box = document.getElementById('p_q')
				box.value = text
				box.dispatchEvent(new Event('input'))
			}, query)
			await page.waitForTimeout(220)
			await results(page)
			expect(faults, !await page.isVisible('#p_error'), `${query.slice(0, 20)}: fails`)
			const bad = await page.evaluate(() => window.pwned || document.querySelectorAll('#p_buscador img, #p_buscador script, #p_buscador iframe').length)
			expect(faults, !bad, `${query.slice(0, 20)}: something was made of it`)
		}
		const last = await results(page)
		expect(faults, last.some(one => one.text.includes('<img src=x onerror=')), 'markup is not shown as text')
		expect(faults, asked.every(url => !/\/x$|pwned/.test(url)), 'something was fetched')
		for (const hash of ['#q=%', '#q=%ff&fondo=%zz', '#fondo=nadie', '#seccion=,,,', '#__proto__=1', '#q=' + 'x'.repeat(50000)]) {
			await page.goto('about:blank')
			await open(page, oddBase, hash)
			expect(faults, !await page.isVisible('#p_error'), `${hash.slice(0, 20)}: fails`)
		}
	})
	await check(`${way}/empty`, async ({ page, faults }) => {
		listen(page, faults)
		await open(page, emptyBase)
		await type(page, 'alumbrado')
		expect(faults, !await page.isVisible('#p_error') && /Nada/.test(await status(page)), await status(page))
		await type(page, 'municipio')
		expect(faults, !await page.isVisible('#p_error'), 'fails')
	})
}

await readers('file', `file://${own}`, `file://${odd}`, `file://${empty}`)
const servers = await Promise.all([own, odd, empty].map(site => serve(site, 'un/lugar/')))
const bases = servers.map(server => server.url.replace(/\/$/, ''))
await readers('http', ...bases)

await check('slow-and-failing', async ({ page, faults }) => {
	let refuse = true
	await page.route(/datos\/buscar\/p-/, async route => {
		await new Promise(resolve => setTimeout(resolve, 4000))
		await (refuse ? route.abort() : route.continue())
	})
	await page.goto(`${bases[0]}/buscar.html#q=indicadores`, { waitUntil: 'commit' })
	await until(page, () => /lenta/.test(document.getElementById('p_estado').textContent))
	await page.waitForSelector('#p_error:not([hidden])')
	refuse = false
	await page.click('#p_error button')
	const found = await results(page)
	expect(faults, found.length > 0 && !await page.isVisible('#p_error'), 'retrying does not help')
})
// On a phone the facets are one line above the results, and all of them by keyboard; beside them where there is room.
await check('narrow', async ({ page, faults }) => {
	await page.setViewportSize({ width: 320, height: 640 })
	listen(page, faults)
	await open(page, bases[1], '#q=alumbrado')
	const top = await page.$eval('#p_resultados li a', link => link.getBoundingClientRect().top + scrollY)
	const folded = await page.$eval('#p_acotar', details => [details.open, details.getBoundingClientRect().bottom + scrollY, details.offsetHeight])
	expect(faults, !folded[0] && folded[1] <= top && folded[2] < 60, `folded: ${folded}; the first result at ${top}`)
	expect(faults, !await page.isVisible('#p_facetas summary'), 'facets stand above the results')
	expect(faults, await page.evaluate(() => document.documentElement.scrollWidth) <= 320, 'wider than the page')
	await page.focus('#p_acotar > summary')
	await page.keyboard.press('Enter')
	await page.keyboard.press('Tab')
	await page.keyboard.press('Enter')
	await page.keyboard.press('Tab')
	await page.keyboard.press('Space')
	const found = await results(page)
	expect(faults, found.length > 0 && /fondo=/.test(page.url()), `by keyboard: ${page.url()}`)
	expect(faults, await page.evaluate(() => document.activeElement.type) === 'checkbox', 'the focus is lost')
	expect(faults, /\(elegidas: 1\)/.test(await page.textContent('#p_acotar > summary')), await page.textContent('#p_acotar > summary'))
	const address = page.url().split('#')[1]
	await page.goto('about:blank')
	await open(page, bases[1], '#' + address)
	expect(faults, !await page.isVisible('#p_facetas') && /\(elegidas: 1\)/.test(await page.textContent('#p_acotar > summary')), 'an address hides what is chosen')
	await page.setViewportSize({ width: 1000, height: 640 })
	await page.waitForSelector('#p_facetas summary')
	expect(faults, !await page.isVisible('#p_acotar > summary'), 'a fold of nothing')
})
await check('no-script', async ({ faults }) => {
	const context = await browser.newContext({ javaScriptEnabled: false })
	const page = await context.newPage()
	await page.goto(`file://${own}/buscar.html`)
	expect(faults, await page.isVisible('#p_sin_guion a[href$="indice.html"]'), 'no way on')
	expect(faults, !await page.isVisible('#p_buscador'), 'a search that does nothing')
	await context.close()
})
await Promise.all(servers.map(server => server.close()))
await browser.close()
process.exitCode = failures ? 1 : 0
