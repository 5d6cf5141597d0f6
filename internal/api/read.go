package api

import (
	"strings"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
)

// ReadRequest reads the JSON of POST /api/v1/assess as strictly as the endpoint does, for
// a caller that has it in a file. The error is errs.Invalid and names the first faulty
// field; it never repeats what was sent.
func ReadRequest(data []byte) (*app.Request, error) {
	r := &app.Request{}
	faults := decode(data, requestShape, r)
	if len(faults) == 0 {
		return r, nil
	}
	field := strings.TrimPrefix(strings.TrimPrefix(faults[0].Location, "body"), ".")
	return nil, &errs.Error{Kind: errs.Invalid, Field: field, Message: faults[0].Message}
}
