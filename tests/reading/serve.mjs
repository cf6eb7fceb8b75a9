// serve.mjs -- a plain static server on loopback, as strict as a webmaster can make it.
// SPDX-License-Identifier: GPL-3.0-or-later
import fs from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import zlib from 'node:zlib'

// What a site is allowed: its own style, its own scripts, its own pictures. Nothing inline.
export const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

const TYPES = {
	'.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8',
	'.svg': 'image/svg+xml', '.json': 'application/json', '.xml': 'application/xml', '.csv': 'text/csv; charset=utf-8',
	'.txt': 'text/plain; charset=utf-8', '.pdf': 'application/pdf',
}

// Serve the folder ROOT below /PREFIX/ ; resolves to {url, close, sent}, where sent holds what was
// asked for: [{path, status, bytes (as sent, compressed)}].
export async function serve(root, prefix = '') {
	const sent = []
	root = path.resolve(root)
	const server = http.createServer((request, response) => {
		const wanted = decodeURIComponent(new URL(request.url, 'http://x').pathname)
		const inside = wanted.startsWith(`/${prefix}`) ? wanted.slice(prefix.length + 1) : '\0'
		const file = path.join(root, inside)
		const found = !inside.includes('\0') && file.startsWith(root + path.sep) &&
			fs.existsSync(file) && fs.statSync(file).isFile()
		const body = found ? zlib.gzipSync(fs.readFileSync(file)) : Buffer.alloc(0)
		sent.push({ path: wanted, status: found ? 200 : 404, bytes: body.length })
		if (!found) {
			response.writeHead(404, { 'content-type': 'text/plain' })
			response.end()
			return
		}
		response.writeHead(200, {
			'content-type': TYPES[path.extname(file)] || 'application/octet-stream',
			'content-encoding': 'gzip', 'content-security-policy': POLICY, 'x-content-type-options': 'nosniff',
		})
		response.end(body)
	})
	await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
	return {
		url: `http://127.0.0.1:${server.address().port}/${prefix}`,
		sent,
		close: () => new Promise(resolve => { server.closeAllConnections(); server.close(resolve) }),
	}
}
