package diary

import "reflect"

// Combine joins two entries of one kind. A field that only one of them says is taken,
// lists are joined without repeats, and differ names, in the order of the kind's fields,
// those in which they contradict each other; there a's value stands until the person has
// chosen. The result has a's id, day, time and version. It panics if the kinds differ.
func Combine(a, b Entry) (both Entry, differ []string) {
	if a.Kind != b.Kind || nothing(a.Data) || nothing(b.Data) {
		panic("diary: Combine of two kinds")
	}
	both = a
	both.Data = New(a.Kind)
	to, va, vb := reflect.ValueOf(both.Data).Elem(), reflect.ValueOf(a.Data).Elem(), reflect.ValueOf(b.Data).Elem()
	for i := range to.NumField() {
		x, y := va.Field(i), vb.Field(i)
		switch {
		case x.IsZero():
			to.Field(i).Set(y)
		case y.IsZero() || reflect.DeepEqual(x.Interface(), y.Interface()):
			to.Field(i).Set(x)
		case x.Kind() == reflect.Slice:
			list, contradict := joined(x, y)
			to.Field(i).Set(list)
			if contradict {
				differ = append(differ, tagOf(to.Type().Field(i)))
			}
		default:
			to.Field(i).Set(x)
			differ = append(differ, tagOf(to.Type().Field(i)))
		}
	}
	return both, differ
}

// joined appends to x the items of y that it lacks. Two items about the same measure
// that say different things contradict each other; x's stands.
func joined(x, y reflect.Value) (list reflect.Value, contradict bool) {
	list = reflect.MakeSlice(x.Type(), 0, x.Len()+y.Len())
	list = reflect.AppendSlice(list, x)
	at := map[string]int{}
	for i := range x.Len() {
		at[keyOf(x.Index(i))] = i
	}
	for i := range y.Len() {
		item := y.Index(i)
		j, known := at[keyOf(item)]
		switch {
		case !known:
			list = reflect.Append(list, item)
		case !reflect.DeepEqual(x.Index(j).Interface(), item.Interface()):
			contradict = true
		}
	}
	return list, contradict
}

// keyOf says what a list item is about.
func keyOf(v reflect.Value) string {
	if t, ok := v.Interface().(Tried); ok {
		return t.Measure
	}
	return v.String()
}
