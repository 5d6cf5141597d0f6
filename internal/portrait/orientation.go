package portrait

import (
	"bytes"
	"encoding/binary"
	"image"
)

// upright is the orientation of a picture that needs no turning.
const upright = 1

// Where a JPEG says how the camera was held: tag 0x0112 of the first directory of its Exif
// segment (CIPA DC-008). Phones write it in the place of turning the picture.
const (
	markerStart, markerScan, markerApp1 = 0xd8, 0xda, 0xe1

	tagOrientation = 0x0112
	typeShort      = 3
	maxEntries     = 512
)

// orientation reads how a JPEG must be turned, 1 to 8; 1 where it does not say so, or not
// in order.
func orientation(file []byte) int {
	if len(file) < 4 || file[0] != 0xff || file[1] != markerStart {
		return upright
	}
	for rest := file[2:]; len(rest) >= 4 && rest[0] == 0xff && rest[1] != markerScan; {
		size := int(binary.BigEndian.Uint16(rest[2:]))
		if size < 2 || 2+size > len(rest) {
			return upright
		}
		if body, ok := bytes.CutPrefix(rest[4:2+size], []byte("Exif\x00\x00")); ok && rest[1] == markerApp1 {
			return tiffOrientation(body)
		}
		rest = rest[2+size:]
	}
	return upright
}

// tiffOrientation reads the tag out of the body of an Exif segment.
func tiffOrientation(b []byte) int {
	if len(b) < 8 {
		return upright
	}
	var order binary.ByteOrder = binary.BigEndian
	if string(b[:2]) == "II" {
		order = binary.LittleEndian
	}
	at := uint64(order.Uint32(b[4:]))
	if at+2 > uint64(len(b)) {
		return upright
	}
	n := min(int(order.Uint16(b[at:])), maxEntries)
	for entry := b[at+2:]; n > 0 && len(entry) >= 12; n, entry = n-1, entry[12:] {
		if order.Uint16(entry) != tagOrientation || order.Uint16(entry[2:]) != typeShort {
			continue
		}
		if v := int(order.Uint16(entry[8:])); v >= 1 && v <= 8 {
			return v
		}
		return upright
	}
	return upright
}

// turned turns and mirrors a picture as an orientation asks for.
func turned(src *image.RGBA, orientation int) *image.RGBA {
	if orientation == upright {
		return src
	}
	w, h := src.Bounds().Dx(), src.Bounds().Dy()
	size := image.Rect(0, 0, w, h)
	if orientation >= 5 {
		size = image.Rect(0, 0, h, w)
	}
	dst := image.NewRGBA(size)
	for y := range size.Dy() {
		for x := range size.Dx() {
			sx, sy := from(x, y, w, h, orientation)
			dst.SetRGBA(x, y, src.RGBAAt(sx, sy))
		}
	}
	return dst
}

// from is the point of the picture as it was taken, w wide and h high, that belongs to a
// point of the upright one.
func from(x, y, w, h, orientation int) (int, int) {
	switch orientation {
	case 2: // mirrored
		return w - 1 - x, y
	case 3: // upside down
		return w - 1 - x, h - 1 - y
	case 4: // upside down and mirrored
		return x, h - 1 - y
	case 5: // on its side and mirrored
		return y, x
	case 6: // to be turned right
		return y, h - 1 - x
	case 7: // on its other side and mirrored
		return w - 1 - y, h - 1 - x
	case 8: // to be turned left
		return w - 1 - y, x
	}
	return x, y
}
