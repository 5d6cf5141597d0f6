package account_test

import (
	"testing"

	"github.com/legible-health/legible/internal/account"
)

func TestBearer(t *testing.T) {
	for _, tt := range []struct {
		values []string
		want   string
	}{
		{[]string{"Bearer abc"}, "abc"},
		{[]string{"bearer  abc "}, "abc"},
		{nil, ""},
		{[]string{"Bearer"}, ""},
		{[]string{"Basic abc"}, ""},
		{[]string{"abc"}, ""},
		{[]string{"Bearer abc", "Bearer abc"}, ""},
	} {
		if got := account.Bearer(tt.values); got != tt.want {
			t.Errorf("Bearer(%q) = %q, want %q", tt.values, got, tt.want)
		}
	}
}
