package api

const aboutAdd = `Adds an entry and answers 201. The same entry sent again answers 200 and changes nothing, also when it
has been edited since, so a device may repeat what it got no answer to. Without an id the server makes one; a device that
works offline makes its own UUID. An id that belongs to something else is a 409.`

const aboutReplace = `Writes a new version. Send the version that the change replaces: when somebody changed the entry
since, the answer is 409 and nothing is kept. The same change sent again answers 200.`

const aboutDelete = `Deletes an entry of the version given; its content is gone, its id is not used again. 409 when
somebody changed it since.`

const aboutEntries = `Entries of one person by day, ties by id. Follow next until it is null. A page may hold fewer
entries than the limit.`

// entryTexts describe the fields of entries.
var entryTexts = map[string]string{
	"EntryRequest.id":          "UUID, in any version; left out of a POST, the server makes one; left out of a PUT, it is that of the path.",
	"EntryRequest.kind":        "What sort of entry it is; data has the fields of that kind.",
	"EntryRequest.day":         "A night belongs to the day of its evening, in the person's time zone. May be left out when at is given.",
	"EntryRequest.at":          "When it happened, RFC 3339.",
	"EntryRequest.version":     "In a PUT: the version that this change replaces.",
	"EntryRequest.conflict_of": "Id of the entry of which this is another device's edit.",
	"EntryRequest.data":        "Only what is said: a field left out means not said, never none.",
	"DiaryEntry.id":            "UUID in lower case.",
	"DiaryEntry.kind":          "What sort of entry it is.",
	"DiaryEntry.day":           "The day it belongs to.",
	"DiaryEntry.at":            "When it happened, in UTC; left out when not said.",
	"DiaryEntry.version":       "1 for a new entry; each change adds one.",
	"DiaryEntry.conflict_of":   "Id of the entry of which this is another device's edit.",
	"DiaryEntry.data":          "What was recorded.",
	"DiaryEntry.updated_at":    "When this version was kept.",
	"EntryList.items":          "The entries of this page.",
	"EntryList.next":           "cursor of the next page; null on the last.",
	"PersonList.items":         "The persons, sorted by id.",
	"KeptPerson.id":            "UUID of the person.",
	"KeptPerson.relation":      "What the person is to the account: self, child, parent, partner, other.",
	"KeptPerson.time_zone":     "IANA name of the time zone that nights and days follow.",

	"NightData.cramps":             "How many cramps.",
	"NightData.urge":               "Urge to move the legs: 0 none, 1 mild, 2 moderate, 3 strong.",
	"NightData.pain":               "Worst pain, numeric rating scale.",
	"NightData.sleep_hours":        "Hours asleep.",
	"NightData.wakings":            "How often the person woke.",
	"NightData.muscles":            "Ids of muscles.",
	"NightData.side":               "Which side.",
	"NightData.tried":              "What was tried.",
	"NightData.partner_kicks":      "A partner saw the legs jerk.",
	"NightData.partner_note":       "What a partner saw.",
	"NightData.note":               "Own words.",
	"TriedMeasure.measure":         "Id of an activity or exercise.",
	"TriedMeasure.helped":          "Whether it helped.",
	"EpisodeData.sort":             "What it was.",
	"EpisodeData.seconds":          "How long it lasted.",
	"EpisodeData.muscle":           "Id of the muscle.",
	"EpisodeData.side":             "Which side.",
	"EpisodeData.pain":             "Worst pain, numeric rating scale.",
	"EpisodeData.tried":            "What was tried.",
	"EpisodeData.note":             "Own words.",
	"HabitsData.caffeine_cups":     "Cups of coffee, tea, cola, energy drinks.",
	"HabitsData.caffeine_late":     "Any of it after midday.",
	"HabitsData.alcohol_units":     "Units of 10 ml pure alcohol.",
	"HabitsData.drinks_ml":         "All fluids, millilitres.",
	"HabitsData.urine_colour":      "1 pale to 8 dark, as on the chart.",
	"HabitsData.standing_hours":    "Hours on the feet.",
	"HabitsData.sitting_hours":     "Hours seated.",
	"HabitsData.exercise_minutes":  "Minutes of exercise.",
	"HabitsData.stretch_minutes":   "Minutes of stretching.",
	"HabitsData.shoes":             "Worn most of the day.",
	"HabitsData.note":              "Own words.",
	"DrinkData.what":               "What was drunk.",
	"DrinkData.ml":                 "Millilitres.",
	"DrinkData.caffeine":           "With caffeine.",
	"DrinkData.alcohol_units":      "Units of 10 ml pure alcohol.",
	"DrinkData.note":               "Own words.",
	"ActivityData.activity":        "Id of an activity or exercise.",
	"ActivityData.minutes":         "How long.",
	"ActivityData.helped":          "Whether it helped.",
	"ActivityData.note":            "Own words.",
	"RoutineData.routine":          "Id of the routine.",
	"RoutineData.seconds":          "How long it took.",
	"RoutineData.steps_done":       "Steps that were done.",
	"RoutineData.steps":            "Steps there were.",
	"RoutineData.stopped_for_pain": "It was stopped because it hurt.",
	"RoutineData.note":             "Own words.",
	"LabData.analyte":              "Id of the analyte.",
	"LabData.value":                "The result with the digits of the report.",
	"LabData.unit":                 "The unit of the report.",
	"LabData.low":                  "Lower end of the report's reference interval.",
	"LabData.high":                 "Upper end of it.",
	"LabData.note":                 "Own words.",
	"LabData.preliminary":          "True while the laboratory may still change it.",
	"MedicineData.name":            "As the person calls it. Never a dose.",
	"MedicineData.change":          "What changed.",
	"MedicineData.note":            "Own words.",
	"NoteData.text":                "Own words.",
	"FollowedData.experiment":      "Id of the experiment.",
	"FollowedData.done":            "Whether the day's instruction was followed.",
	"FollowedData.harm":            "Whether it did harm.",
	"FollowedData.harms":           "Ids of the harms.",
	"FollowedData.note":            "Own words.",
}

// entryRanges are the smallest and largest numbers the diary takes.
var entryRanges = map[string][2]float64{
	"NightData.cramps": {0, 50}, "NightData.urge": {0, 3}, "NightData.pain": {0, 10}, "NightData.sleep_hours": {0, 24}, "NightData.wakings": {0, 50},
	"EpisodeData.seconds": {0, 86400}, "EpisodeData.pain": {0, 10},
	"HabitsData.caffeine_cups": {0, 50}, "HabitsData.alcohol_units": {0, 100}, "HabitsData.drinks_ml": {0, 20000}, "HabitsData.urine_colour": {1, 8},
	"HabitsData.standing_hours": {0, 24}, "HabitsData.sitting_hours": {0, 24}, "HabitsData.exercise_minutes": {0, 1440}, "HabitsData.stretch_minutes": {0, 1440},
	"DrinkData.ml": {1, 5000}, "DrinkData.alcohol_units": {0, 50}, "ActivityData.minutes": {0, 1440},
	"RoutineData.seconds": {0, 86400}, "RoutineData.steps_done": {0, 500}, "RoutineData.steps": {0, 500},
}

// entryWords are the words the diary takes; the empty one means not said.
var entryWords = map[string][]string{
	"NightData.side": {"left", "right", "both"}, "EpisodeData.side": {"left", "right", "both"},
	"TriedMeasure.helped": {"yes", "no", "unsure"}, "ActivityData.helped": {"yes", "no", "unsure"},
	"EpisodeData.sort":    {"cramp", "urge", "pain", "other"},
	"HabitsData.shoes":    {"barefoot", "slippers", "flat", "supportive", "heels", "boots", "other"},
	"DrinkData.what":      {"water", "tea", "coffee", "cola", "juice", "milk", "alcohol", "other"},
	"MedicineData.change": {"started", "stopped", "raised", "lowered", "switched", "taken"},
	"FollowedData.done":   {"yes", "partly", "no"},
}
