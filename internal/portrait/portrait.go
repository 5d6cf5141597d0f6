// Package portrait makes a photo that a stranger sends safe to show: it reads the picture,
// turns it upright, makes it small and writes a new JPEG. Nothing of the file that was sent
// survives but what its pixels look like: no place, no camera, no script, no second file
// behind the first.
//
// It reads JPEG, PNG and WebP and refuses everything else, SVG above all, by what the file
// is and not by what it is called. How many bytes and pixels are read is bounded before
// anything is decoded. It keeps nothing.
package portrait

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/draw"
	"golang.org/x/image/webp"

	"github.com/legible-health/legible/internal/errs"
)

// Bounds of what is read and written.
const (
	MaxBytes  = 10 << 20   // of the file that is sent
	MaxPixels = 25_000_000 // width times height, before it is made small
	MaxSide   = 12_000     // pixels
	MinSide   = 64         // pixels: less shows nobody
	Side      = 640        // pixels of the longer side that is written
	quality   = 85
)

// MediaType is what Read writes.
const MediaType = "image/jpeg"

// Why a file is refused: errs.TooLarge the first, errs.Invalid with the field photo the
// others.
var (
	ErrBytes  = errs.New(errs.TooLarge, "a photo has at most %d MB", MaxBytes>>20)
	ErrKind   = errs.Field("photo", "must be a picture: a JPEG, PNG or WebP file")
	ErrPixels = errs.Field("photo", "has too many pixels; %d million are read at most", MaxPixels/1_000_000)
	ErrSmall  = errs.Field("photo", "must be at least %d pixels wide and high", MinSide)
	ErrBroken = errs.Field("photo", "is broken and cannot be read to its end")
)

// Read makes a safe JPEG of a file, its longer side at most Side pixels, or says with one
// of the errors above why it does not.
func Read(file []byte) ([]byte, error) {
	if len(file) > MaxBytes {
		return nil, ErrBytes
	}
	f, ok := formatOf(file)
	if !ok {
		return nil, ErrKind
	}
	head, err := f.size(bytes.NewReader(file))
	if err != nil {
		return nil, ErrBroken
	}
	if err := fits(head.Width, head.Height); err != nil {
		return nil, err
	}
	picture, err := f.decode(bytes.NewReader(file))
	if err != nil {
		return nil, ErrBroken
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, turned(small(picture), orientation(file)), &jpeg.Options{Quality: quality}); err != nil {
		return nil, errors.Join(errs.New(errs.Internal, "write a photo"), err)
	}
	return out.Bytes(), nil
}

// format is a kind of picture, known by how its files begin. The registry of package image
// is not asked: other packages add kinds to it.
type format struct {
	begins func(file []byte) bool
	size   func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
}

var formats = []format{
	{begins("\xff\xd8\xff"), jpeg.DecodeConfig, jpeg.Decode},
	{begins("\x89PNG\r\n\x1a\n"), png.DecodeConfig, png.Decode},
	{func(file []byte) bool { return begins("RIFF")(file) && len(file) >= 12 && string(file[8:12]) == "WEBP" }, webp.DecodeConfig, webp.Decode},
}

func begins(with string) func([]byte) bool {
	return func(file []byte) bool { return bytes.HasPrefix(file, []byte(with)) }
}

func formatOf(file []byte) (format, bool) {
	for _, f := range formats {
		if f.begins(file) {
			return f, true
		}
	}
	return format{}, false
}

func fits(w, h int) error {
	if w > MaxSide || h > MaxSide || w*h > MaxPixels {
		return ErrPixels
	}
	if w < MinSide || h < MinSide {
		return ErrSmall
	}
	return nil
}

// small draws a picture on white, so that what is transparent does not come out black, with
// its longer side at most Side pixels and its shorter at least one.
func small(src image.Image) *image.RGBA {
	b := src.Bounds()
	w, h := b.Dx(), b.Dy()
	if long := max(w, h); long > Side {
		w, h = max(1, w*Side/long), max(1, h*Side/long)
	}
	dst := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(dst, dst.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.CatmullRom.Scale(dst, dst.Bounds(), src, b, draw.Over, nil)
	return dst
}
