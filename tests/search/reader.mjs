// reader.mjs -- what a reader of the search does, in Chromium.
// SPDX-License-Identifier: GPL-3.0-or-later
import { launch } from '../reading/browser.mjs'

export const browser = await launch()
const WAIT = 15000	// for what should come: to stop what hangs, not to measure
export let failures = 0

export async function check(name, body) {
	const faults = []
	const page = await browser.newPage({ viewport: { width: 1000, height: 900 } })
	page.setDefaultTimeout(WAIT)
	const asked = []
	page.on('dialog', dialog => { faults.push(`dialog: ${dialog.message()}`); dialog.dismiss() })
	page.on('request', request => asked.push(request.url()))
	try {
		await body({ page, faults, asked })
	} catch (error) {
		faults.push(...String(error.stack || error).split('\n').slice(0, 6))
	}
	await page.close()
	failures += faults.length > 0
	console.log(faults.length ? `not ok search/${name}\n  ${faults.slice(0, 12).join('\n  ')}` : `ok search/${name}`)
}

// Ask again and again: the policy forbids what playwright waits with.
export async function until(page, true_) {
	for (let waited = 0; !await page.evaluate(true_); waited += 50) {
		if (waited > WAIT)
			throw new Error(`never: ${true_}`)
		await page.waitForTimeout(50)
	}
}

// Wait until nothing is being searched; the results as {href, text, marks}.
export async function results(page) {
	await until(page, () => {
		const status = document.getElementById('p_estado').textContent
		return status && !/^Buscando/.test(status) && !document.querySelector('#p_resultados li.espera:nth-child(-n+5)')
	})
	return page.$$eval('#p_resultados li', rows => rows.map(row => ({
		href: row.querySelector('a')?.getAttribute('href') || '',
		text: row.textContent,
		marks: [...row.querySelectorAll('mark')].map(mark => mark.textContent),
	})))
}

export const status = page => page.textContent('#p_estado')
export const notes = page => page.$$eval('#p_avisos li', list => list.map(one => one.textContent).join(' | '))

export async function open(page, base, address = '') {
	await page.goto(`${base}/buscar.html${address}`)
	return results(page)
}

// Typed as a person would; waits for the answer to the last letter.
export async function type(page, text) {
	await page.fill('#p_q', '')
	await page.locator('#p_q').pressSequentially(text)
	await page.waitForTimeout(250)
	return results(page)
}

export function expect(faults, good, text) {
	if (!good)
		faults.push(text)
}
