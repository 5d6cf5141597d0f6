package portrait_test

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/portrait"
)

// secret stands in files where nothing may come from.
const secret = "<script>alert('zebrafinch')</script>"

// corners is a picture w wide and h high whose quarters are red, green, blue and white,
// from the top left in the order of reading.
func corners(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{255, 0, 0, 255}
			switch {
			case x >= w/2 && y >= h/2:
				c = color.RGBA{255, 255, 255, 255}
			case y >= h/2:
				c = color.RGBA{0, 0, 255, 255}
			case x >= w/2:
				c = color.RGBA{0, 255, 0, 255}
			}
			m.SetRGBA(x, y, c)
		}
	}
	return m
}

func jpegOf(t *testing.T, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pngOf(t *testing.T, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// exif is a segment that says an orientation, in either order of bytes, and carries the
// secret behind it.
func exif(order binary.ByteOrder, orientation uint16) []byte {
	mark := "MM\x00*"
	if order == binary.LittleEndian {
		mark = "II*\x00"
	}
	body := []byte("Exif\x00\x00" + mark)
	put := func(v any) {
		var b bytes.Buffer
		_ = binary.Write(&b, order, v)
		body = append(body, b.Bytes()...)
	}
	put(uint32(8))
	put(uint16(2))
	for _, entry := range [][2]uint16{{0x010f, 7}, {0x0112, orientation}} { // another tag first
		put(entry[0])
		put(uint16(3))
		put(uint32(1))
		put(entry[1])
		put(uint16(0))
	}
	put(uint32(0))
	return segment(0xe1, append(body, secret...))
}

func segment(marker byte, body []byte) []byte {
	return append([]byte{0xff, marker, byte((len(body) + 2) >> 8), byte(len(body) + 2)}, body...)
}

// with puts segments behind the start of a JPEG.
func with(file []byte, segments ...[]byte) []byte {
	out := append([]byte{}, file[:2]...)
	for _, s := range segments {
		out = append(out, s...)
	}
	return append(out, file[2:]...)
}

// quarters names the colours of a picture's quarters, as corners does.
func quarters(t *testing.T, file []byte) string {
	t.Helper()
	m, err := jpeg.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	b := m.Bounds()
	var out strings.Builder
	for _, p := range []image.Point{{b.Dx() / 4, b.Dy() / 4}, {b.Dx() * 3 / 4, b.Dy() / 4}, {b.Dx() / 4, b.Dy() * 3 / 4}, {b.Dx() * 3 / 4, b.Dy() * 3 / 4}} {
		r, g, bl, _ := m.At(p.X, p.Y).RGBA()
		switch high := func(v uint32) bool { return v > 0x8000 }; {
		case high(r) && high(g) && high(bl):
			out.WriteByte('w')
		case high(r):
			out.WriteByte('r')
		case high(g):
			out.WriteByte('g')
		case high(bl):
			out.WriteByte('b')
		default:
			out.WriteByte('k')
		}
	}
	return out.String()
}

// What stands in the file beside its pixels is gone: comments, Exif, a page behind its end.
func TestNothingOfTheFileSurvives(t *testing.T) {
	file := with(jpegOf(t, corners(200, 100)), exif(binary.BigEndian, 1), segment(0xfe, []byte(secret)), segment(0xed, []byte(secret)))
	file = append(file, "<html>"+secret+"</html>"...)
	text := pngOf(t, corners(200, 100))
	end := len(text) - 12 // before the last chunk
	chunk := append([]byte("tEXt"), "Comment\x00"+secret...)
	var head, sum [4]byte
	binary.BigEndian.PutUint32(head[:], uint32(len(chunk)-4))
	binary.BigEndian.PutUint32(sum[:], crc32.ChecksumIEEE(chunk))
	withText := append(append(append(append(append([]byte{}, text[:end]...), head[:]...), chunk...), sum[:]...), text[end:]...)
	for name, file := range map[string][]byte{"JPEG": file, "PNG": append(withText, secret...)} {
		if !bytes.Contains(file, []byte("zebrafinch")) {
			t.Fatalf("the %s holds no secret", name)
		}
		got, err := portrait.Read(file)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if bytes.Contains(got, []byte("zebrafinch")) || bytes.Contains(got, []byte("Exif")) || bytes.Contains(got, []byte("script")) {
			t.Errorf("something of the %s survived", name)
		}
		if q := quarters(t, got); q != "rgbw" {
			t.Errorf("the %s came out as %s", name, q)
		}
	}
}

// A photo comes out as the camera was held, whatever the order of bytes in its Exif.
func TestPhotosComeOutUpright(t *testing.T) {
	// By the standard: what of the stored picture is to be seen at the top left, top right,
	// bottom left and bottom right.
	for orientation, want := range map[uint16]string{0: "rgbw", 1: "rgbw", 2: "grwb", 3: "wbgr", 4: "bwrg", 5: "rbgw", 6: "brwg", 7: "wgbr", 8: "gwrb", 9: "rgbw"} {
		for _, order := range []binary.ByteOrder{binary.BigEndian, binary.LittleEndian} {
			got, err := portrait.Read(with(jpegOf(t, corners(160, 80)), segment(0xe0, []byte("JFIF\x00")), exif(order, orientation)))
			if err != nil {
				t.Errorf("orientation %d: %v", orientation, err)
				continue
			}
			size, _ := jpeg.DecodeConfig(bytes.NewReader(got))
			if q := quarters(t, got); q != want || (size.Width > size.Height) != (orientation < 5 || orientation > 8) {
				t.Errorf("orientation %d, %v: %s, want %s; %d×%d", orientation, order, q, want, size.Width, size.Height)
			}
		}
	}
}

func TestPhotosComeOutSmall(t *testing.T) {
	for _, x := range []struct{ w, h, wantW, wantH int }{{3000, 1500, 640, 320}, {1500, 3000, 320, 640}, {641, 641, 640, 640}, {100, 90, 100, 90}, {6400, 64, 640, 6}} {
		got, err := portrait.Read(pngOf(t, image.NewGray(image.Rect(0, 0, x.w, x.h))))
		if err != nil {
			t.Errorf("%d×%d: %v", x.w, x.h, err)
			continue
		}
		if size, err := jpeg.DecodeConfig(bytes.NewReader(got)); err != nil || size.Width != x.wantW || size.Height != x.wantH {
			t.Errorf("%d×%d came out %d×%d, %v", x.w, x.h, size.Width, size.Height, err)
		}
	}
	got, err := portrait.Read(pngOf(t, image.NewNRGBA(image.Rect(0, 0, 100, 100)))) // transparent
	if err != nil || quarters(t, got) != "wwww" {
		t.Errorf("what is transparent came out otherwise than white: %v", err)
	}
}

// red is a WebP, 80 by 80.
const red = "UklGRiIAAABXRUJQVlA4TBUAAAAvT8ATAAcQ/Y/+B4CE8P++EtH/1AMA"

func TestWebPIsRead(t *testing.T) {
	file, err := base64.StdEncoding.DecodeString(red)
	if err != nil {
		t.Fatal(err)
	}
	got, err := portrait.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	if size, err := jpeg.DecodeConfig(bytes.NewReader(got)); err != nil || size.Width != 80 || quarters(t, got) != "rrrr" {
		t.Errorf("%d wide, %s, %v", size.Width, quarters(t, got), err)
	}
}

// resized says another size in the head of a PNG.
func resized(t *testing.T, w, h uint32) []byte {
	t.Helper()
	file := pngOf(t, corners(80, 80))
	binary.BigEndian.PutUint32(file[16:], w)
	binary.BigEndian.PutUint32(file[20:], h)
	binary.BigEndian.PutUint32(file[29:], crc32.ChecksumIEEE(file[12:29]))
	return file
}

func TestWhatIsNoPhotoIsRefused(t *testing.T) {
	svg := `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`
	var animated bytes.Buffer
	if err := gif.Encode(&animated, image.NewPaletted(image.Rect(0, 0, 80, 80), color.Palette{color.Black}), nil); err != nil {
		t.Fatal(err)
	}
	whole := jpegOf(t, corners(400, 400))
	for name, x := range map[string]struct {
		file []byte
		kind errs.Kind
		says string
	}{
		"nothing":                  {nil, errs.Invalid, "JPEG, PNG or WebP"},
		"an SVG":                   {[]byte(svg), errs.Invalid, "JPEG, PNG or WebP"},
		"an SVG with a byte mark":  {[]byte("\ufeff<?xml version=\"1.0\"?>" + svg), errs.Invalid, "JPEG, PNG or WebP"},
		"a page":                   {[]byte("<!doctype html>" + svg), errs.Invalid, "JPEG, PNG or WebP"},
		"a GIF":                    {animated.Bytes(), errs.Invalid, "JPEG, PNG or WebP"},
		"a PDF":                    {[]byte("%PDF-1.7"), errs.Invalid, "JPEG, PNG or WebP"},
		"a TIFF":                   {[]byte("II*\x00\x08\x00\x00\x00"), errs.Invalid, "JPEG, PNG or WebP"},
		"the beginning of a JPEG":  {whole[:3], errs.Invalid, "broken"},
		"half a JPEG":              {whole[:len(whole)/2], errs.Invalid, "broken"},
		"a page called a JPEG":     {[]byte("\xff\xd8\xff" + svg), errs.Invalid, "broken"},
		"a page called a PNG":      {[]byte("\x89PNG\r\n\x1a\n" + svg), errs.Invalid, "broken"},
		"a page called a WebP":     {[]byte("RIFF\x10\x00\x00\x00WEBP" + svg), errs.Invalid, "broken"},
		"a PNG bomb":               {resized(t, 40_000, 40_000), errs.Invalid, "too many pixels"},
		"a PNG of no size":         {resized(t, 0x7fffffff, 0x7fffffff), errs.Invalid, ""},
		"a wide PNG":               {resized(t, 12_001, 80), errs.Invalid, "too many pixels"},
		"more pixels than allowed": {resized(t, 5001, 5000), errs.Invalid, "too many pixels"},
		"a speck":                  {pngOf(t, corners(63, 80)), errs.Invalid, "at least 64"},
		"too many bytes":           {append(whole, make([]byte, portrait.MaxBytes)...), errs.TooLarge, "10 MB"},
	} {
		got, err := portrait.Read(x.file)
		if got != nil || err == nil || errs.KindOf(err) != x.kind || !strings.Contains(err.Error(), x.says) {
			t.Errorf("%s: %d bytes, %v", name, len(got), err)
		}
		if err != nil && x.kind == errs.Invalid && !strings.HasPrefix(err.Error(), "photo:") {
			t.Errorf("%s: %v does not name the field", name, err)
		}
	}
}

// Whatever comes, what goes out is a JPEG within bounds, or an error with a kind.
func FuzzRead(f *testing.F) {
	small := func(m image.Image) []byte {
		var b bytes.Buffer
		_ = png.Encode(&b, m)
		return b.Bytes()
	}
	var photo bytes.Buffer
	_ = jpeg.Encode(&photo, corners(70, 70), nil)
	f.Add(small(corners(70, 70)))
	f.Add(photo.Bytes())
	f.Add(with(photo.Bytes(), exif(binary.BigEndian, 6)))
	f.Add(with(photo.Bytes(), exif(binary.LittleEndian, 8)))
	f.Add([]byte("RIFF\x24\x00\x00\x00WEBPVP8 "))
	f.Fuzz(func(t *testing.T, file []byte) {
		if size, err := png.DecodeConfig(bytes.NewReader(file)); err == nil && size.Width*size.Height > 1<<20 {
			t.Skip("would take long")
		}
		got, err := portrait.Read(file)
		if err != nil {
			if k := errs.KindOf(err); k != errs.Invalid && k != errs.TooLarge {
				t.Errorf("kind %d: %v", k, err)
			}
			return
		}
		m, err := jpeg.DecodeConfig(bytes.NewReader(got))
		if err != nil || m.Width > portrait.Side || m.Height > portrait.Side {
			t.Errorf("%d×%d, %v", m.Width, m.Height, err)
		}
	})
}
