// serve.mjs -- a plain static server on loopback, as strict as a webmaster can make it.
// SPDX-License-Identifier: GPL-3.0-or-later
import fs from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import zlib from 'node:zlib'

// What a site is allowed: its own style, its own scripts, its own pictures. Nothing inline. The search alone
// may ask for its own files, where a server allows that.
export const SEARCH = "; connect-src 'self'"
export const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

const TYPES = {
	'.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8',
	'.svg': 'image/svg+xml', '.json': 'application/json', '.xml': 'application/xml', '.csv': 'text/csv; charset=utf-8',
	'.txt': 'text/plain; charset=utf-8', '.pdf': 'application/pdf',
}

// The bytes FIRST..LAST of what RANGE asks for, or null.
export function rangeOf(range, size) {
	const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(range || '') || []
	if (first === undefined)
		return null
	return [+first, last ? Math.min(+last, size - 1) : size - 1]
}

// Serve the folder ROOT below /PREFIX/ ; resolves to {url, close, sent}, where sent holds what was
// asked for: [{path, status, bytes (as sent, compressed), range}]. A part of a file is sent as it is. Other
// servers: SEARCH is what the policy of the search says more; ODD(request, response, file, headers) answers itself, and says so.
export async function serve(root, prefix = '', { search = SEARCH, odd = () => false } = {}) {
	const sent = []
	root = path.resolve(root)
	const server = http.createServer((request, response) => {
		const wanted = decodeURIComponent(new URL(request.url, 'http://x').pathname)
		const inside = wanted.startsWith(`/${prefix}`) ? wanted.slice(prefix.length + 1) : '\0'
		const file = path.join(root, inside)
		const found = !inside.includes('\0') && file.startsWith(root + path.sep) &&
			fs.existsSync(file) && fs.statSync(file).isFile()
		const headers = {
			'content-type': TYPES[path.extname(file)] || 'application/octet-stream',
			'content-security-policy': POLICY + (wanted.endsWith('/buscar.html') ? search : ''), 'x-content-type-options': 'nosniff',
		}
		const whole = found ? fs.readFileSync(file) : Buffer.alloc(0), range = found && rangeOf(request.headers.range, whole.length)
		function send(status, body, more) {
			sent.push({ path: wanted, status, bytes: body.length, range: request.headers.range })
			response.writeHead(status, { ...headers, ...more })
			response.end(body)
		}
		if (odd({ wanted, request, response, whole: found ? whole : null, range, send, headers }))
			return
		if (!found) {
			headers['content-type'] = 'text/plain'
			send(404, whole)
		} else if (range && range[0] > range[1]) {
			send(416, '', { 'content-range': `bytes */${whole.length}` })
		} else if (range) {
			send(206, whole.subarray(range[0], range[1] + 1), { 'content-range': `bytes ${range.join('-')}/${whole.length}` })
		} else {
			send(200, zlib.gzipSync(whole), { 'content-encoding': 'gzip' })
		}
	})
	await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
	return {
		url: `http://127.0.0.1:${server.address().port}/${prefix}`,
		sent,
		close: () => new Promise(resolve => { server.closeAllConnections(); server.close(resolve) }),
	}
}
