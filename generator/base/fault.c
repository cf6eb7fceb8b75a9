/*
 * fault.c -- why the system refused, to somebody who does not program.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/fault.h"

#include <errno.h>

const char *fault_text(int error)
{
	switch (error) {
	case ENOSPC:
		return "no queda espacio en el disco";
	case EDQUOT:
		return "se agotó su cuota de disco";
	case EROFS:
		return "el disco es de solo lectura";
	case EACCES:
	case EPERM:
		return "no hay permiso de escribir ahí";
	case ENOENT:
		return "la carpeta no existe";
	case ENOTDIR:
	case EISDIR:
	case EEXIST:
		return "un archivo y una carpeta, o dos archivos, piden el mismo nombre";
	case ELOOP:
		return "hay un enlace simbólico donde debía haber una carpeta";
	case ENAMETOOLONG:
		return "el nombre es demasiado largo para este disco";
	case EMFILE:
	case ENFILE:
		return "hay demasiados archivos abiertos";
	case EMLINK:
	case EFBIG:
		return "se llegó a un límite del disco";
	case EIO:
		return "el disco falló";
	case EBUSY:
	case ETXTBSY:
		return "está en uso, o hay otro disco montado ahí";
	case ESTALE:
		return "la carpeta cambió mientras se construía el sitio";
	default:
		return "el sistema no lo permite";
	}
}

const char *fault_cure(int error)
{
	switch (error) {
	case ENOSPC:
	case EDQUOT:
		return "libere espacio y repita la orden";
	case EROFS:
	case EACCES:
	case EPERM:
		return "pida permiso de escribir ahí a quien administra la máquina, o elija otra carpeta";
	default:
		return "";
	}
}
