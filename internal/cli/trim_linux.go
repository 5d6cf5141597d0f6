package cli

import (
	"bufio"
	"os"
	"strconv"
	"strings"
	"sync"
	"syscall"
)

// forgetProgram gives back the pages of the program's own file that were read: code that
// ran once, and the text of the knowledge base, which was only compared with its compiled
// form. What is needed again is taken again from the system's cache, in microseconds.
func forgetProgram() {
	for _, p := range ownPages() {
		_, _, _ = syscall.Syscall(syscall.SYS_MADVISE, p.from, p.size, syscall.MADV_DONTNEED)
	}
}

// pages are a piece of memory, in bytes.
type pages struct{ from, size uintptr }

// ownPages finds where the program's file lies in memory, as far as nothing can be written
// there: what can is no copy of the file.
var ownPages = sync.OnceValue(func() (out []pages) {
	exe, err := os.Readlink("/proc/self/exe")
	if err != nil {
		return nil
	}
	maps, err := os.Open("/proc/self/maps")
	if err != nil {
		return nil
	}
	defer maps.Close()
	for lines := bufio.NewScanner(maps); lines.Scan(); {
		// 00400000-01025000 r-xp 00000000 fe:00 1234 /usr/bin/legible
		f := strings.Fields(lines.Text())
		if len(f) < 6 || f[5] != exe || strings.Contains(f[1], "w") {
			continue
		}
		first, last, _ := strings.Cut(f[0], "-")
		from, err1 := strconv.ParseUint(first, 16, 64)
		to, err2 := strconv.ParseUint(last, 16, 64)
		if err1 == nil && err2 == nil && to > from {
			out = append(out, pages{uintptr(from), uintptr(to - from)})
		}
	}
	return out
})
