// browser.mjs -- Debian's Chromium through playwright-core, and how results are told.
// SPDX-License-Identifier: GPL-3.0-or-later
import { createRequire } from 'node:module'
import path from 'node:path'

const modules = process.env.MODULES
export const load = createRequire(path.join(modules, 'x.js'))
export const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
	'--disable-background-networking', '--disable-component-update', '--disable-sync']

export function launch() {
	return load('playwright-core').chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: FLAGS })
}

export let failures = 0

// One line for the driver; what went wrong below it.
export function tell(name, faults) {
	const list = [...new Set(faults)]
	if (list.length === 0) {
		console.log(`ok reading/${name}`)
		return
	}
	failures++
	console.log(`not ok reading/${name}`)
	for (const fault of list.slice(0, 20))
		console.log(`  ${fault}`)
	if (list.length > 20)
		console.log(`  and ${list.length - 20} more`)
}

// Run BODY, which returns a list of faults; what it throws is one.
export async function check(name, body) {
	let faults
	try {
		faults = await body() || []
	} catch (error) {
		faults = String(error.stack || error).split('\n').slice(0, 8)
	}
	tell(name, faults)
}

// What a page complains of while it is read: scripts that fail, what the policy refuses, what is not found.
export function listen(page, faults) {
	page.on('pageerror', error => faults.push(`${page.url()}: ${error.message}`))
	page.on('console', message => {
		if (message.type() === 'error' || message.type() === 'warning')
			faults.push(`${page.url()}: ${message.text()}`)
	})
	page.on('requestfailed', request => faults.push(`${page.url()}: ${request.url()} ${request.failure()?.errorText}`))
}
