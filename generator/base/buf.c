/*
 * buf.c -- text that grows, and is owned.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/buf.h"

#define ROOM_MIN 64
#define ROOM_LIMIT ((size_t)PTRDIFF_MAX / 2)

void buf_init(struct buf *buf)
{
	/* Never written: room 0 makes the first put allocate. */
	*buf = (struct buf){ .ptr = (char *)"" };
}

void buf_dispose(struct buf *buf)
{
	if (buf->room)
		free(buf->ptr);
	buf_init(buf);
}

void buf_reserve(struct buf *buf, size_t more)
{
	size_t need, room;

	if (more >= ROOM_LIMIT - buf->len)
		memory_exhausted();
	need = buf->len + more + 1;
	if (need <= buf->room)
		return;
	room = buf->room < ROOM_MIN ? ROOM_MIN : buf->room * 2;
	if (room < need)
		room = need;
	buf->ptr = memory_resize(buf->room ? buf->ptr : NULL, room);
	buf->room = room;
	buf->ptr[buf->len] = '\0';
}

void buf_vprintf(struct buf *buf, const char *format, va_list arguments)
{
	va_list again;
	size_t room;
	int len;

	buf_reserve(buf, ROOM_MIN);
	room = buf->room - buf->len;
	va_copy(again, arguments);
	/* NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized): it is copied above */
	len = vsnprintf(buf->ptr + buf->len, room, format, again);
	va_end(again);
	if (len < 0)
		memory_exhausted();	/* longer than INT_MAX */
	if ((size_t)len >= room) {
		buf_reserve(buf, (size_t)len);
		vsnprintf(buf->ptr + buf->len, (size_t)len + 1, format, arguments);
	}
	buf->len += (size_t)len;
}

void buf_printf(struct buf *buf, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	buf_vprintf(buf, format, arguments);
	va_end(arguments);
}
