package narrative_test

import (
	"testing"

	"github.com/legible-health/legible/internal/clinical"
)

// reading is what a text must and must not be understood as.
type reading struct {
	text    string
	present []string
	absent  []string
	silent  []string // not understood as present
}

func check(t *testing.T, tests []reading) {
	t.Helper()
	for _, tt := range tests {
		ev := parser().Parse(tt.text).Evidence()
		for _, f := range tt.present {
			if got := ev[f].Presence; got != clinical.Present {
				t.Errorf("%q: %s is %q, want present", tt.text, f, got)
			}
		}
		for _, f := range tt.absent {
			if got := ev[f].Presence; got != clinical.Absent {
				t.Errorf("%q: %s is %q, want absent", tt.text, f, got)
			}
		}
		for _, f := range tt.silent {
			if got := ev[f].Presence; got == clinical.Present {
				t.Errorf("%q: %s is present, want not", tt.text, f)
			}
		}
	}
}

func TestNegation(t *testing.T) {
	check(t, []reading{
		{text: "No fever, chills or weight loss.", absent: []string{"fever", "chills_rigors", "unexplained_weight_loss"}},
		{text: "Denies chest pain, fever or night sweats.", absent: []string{"chest_pain", "fever", "night_sweats"}},
		{text: "No fever but my left shin is red and swollen.", present: []string{"one_leg_only"}, absent: []string{"fever"}},
		{text: "My left calf isn't swollen.", absent: []string{"unilateral_leg_swelling"}},
		{text: "No foot numbness, pulses present.", present: []string{"pulses_normal"}},
		{text: "Calves soft and non-tender.", silent: []string{"calf_tenderness", "muscle_tender_to_touch", "calf_pain"}},
		{text: "The knee never swells, clicks or gives way.", silent: []string{"joint_locks_or_gives_way", "knee_swelling"}},
		{text: "The pain does not wake me.", silent: []string{"night_pain_wakes"}},
		{text: "Without fever. The calf hurts.", present: []string{"calf_pain"}, absent: []string{"fever"}},
		{text: "Not only does my calf hurt, it cramps at night.", present: []string{"calf_pain"}},
		{text: "Fever: none. Calf pain at night.", present: []string{"calf_pain"}, silent: []string{"fever"}},
		{text: "Nights are no problem, sitting is fine.", silent: []string{"night_pain_wakes", "pain_worse_sitting"}},
		{text: "I can walk as far as I like.", silent: []string{"pain_worse_walking"}},
	})
}

func TestOtherPeople(t *testing.T) {
	check(t, []reading{
		{text: "My mother has diabetes. My calf cramps at night.", silent: []string{"diabetes"}, present: []string{"cramp_calf"}},
		{text: "My dad had a clot in his leg. I get cramps in my calf.", silent: []string{"previous_dvt_or_pe"}},
		{text: "My husband says I kick my legs all night in my sleep.", present: []string{"partner_sees_leg_kicks"}},
		{text: "Our 6 year old cries with sore legs in the evening. I'm 30 weeks pregnant.", silent: []string{"pregnant"}},
		{text: "I'm on insulin, but this is about my husband: his calf knots up every night.", silent: []string{"takes_insulin"}},
		{text: "I take no tablets, Mum's the one on warfarin. My calf hurts.", silent: []string{"takes_anticoagulant"}},
		{text: "I am having severe cramps in calf muscles. Is it dangerous for baby?", present: []string{"calf_pain"}},
		{text: "My mother in law says to eat bananas. I get cramps in my calf at night.", present: []string{"cramp_calf"}},
		{text: "Playing dad's football I felt a ping in the back of my calf.", present: []string{"pop_or_snap_felt"}},
		{text: "My mum is 77 and has terrible cramps in her calf.", present: []string{"cramp_calf"}, silent: []string{"family_history_same_trouble"}},
		{text: "Is it normal to get charley horses in your calves every night?", present: []string{"cramp_calf"}},
		{text: "I've put on a stone without eating more, bunged up, hair coming out.", present: []string{"constipation", "hair_loss"}},
	})
}

func TestPastFearAndAdvice(t *testing.T) {
	check(t, []reading{
		{text: "I used to smoke. My calf hurts.", silent: []string{"smoking_current"}},
		{text: "I gave up smoking fifteen years ago.", silent: []string{"smoking_current"}},
		{text: "Two years ago I had sciatica, all cleared up now.", silent: []string{"pain_spreads_below_knee"}},
		{text: "The ankle swelling has gone now.", silent: []string{"bilateral_leg_swelling", "unilateral_leg_swelling"}},
		{text: "I am scared it could be a clot.", silent: []string{"previous_dvt_or_pe"}},
		{text: "What if I lose bladder control?", silent: []string{"bladder_trouble_new", "loss_of_bladder_bowel_control"}},
		{text: "The nurse said to come back if I get a fever or the redness spreads.", silent: []string{"fever", "red_area_spreading"}},
		{text: "I came off warfarin in 2012.", silent: []string{"takes_anticoagulant"}},
		{text: "I was offered Crestor but never took it.", silent: []string{"takes_statin"}},
	})
}

func TestSides(t *testing.T) {
	check(t, []reading{
		{text: "My left calf aches.", present: []string{"one_leg_only"}, silent: []string{"both_legs_affected"}},
		{text: "Pain in the right lower leg for a week.", present: []string{"one_leg_only"}},
		{text: "Both calves cramp.", present: []string{"both_legs_affected"}, silent: []string{"one_leg_only"}},
		{text: "My feet burn at night.", present: []string{"both_legs_affected"}},
		{text: "My left calf is sore, the right is fine.", present: []string{"one_leg_only"}},
		{text: "Both calves went tight; by noon the left calf had eased, the right calf is still sore.", present: []string{"both_legs_affected"}},
		{text: "The ache in my left shin settled after a day, the one in the right shin has not.", present: []string{"one_leg_only"}, silent: []string{"both_legs_affected"}},
		{text: "My left calf cramps and so does my right calf.", present: []string{"both_legs_affected"}},
		{text: "Right away I knew that my leg was bad.", silent: []string{"one_leg_only"}},
		{text: "c/o b/l leg pain, bilateral calves tender", present: []string{"both_legs_affected"}},
	})
}

func TestSideFromNumber(t *testing.T) {
	one, both := []string{"one_leg_only"}, []string{"both_legs_affected"}
	check(t, []reading{
		{text: "My calf is sore.", present: one, silent: both},
		{text: "A burning patch on the outside of my thigh.", present: one},
		{text: "I twisted my knee at netball and heard a pop.", present: one},
		{text: "He presents with pain in the heel.", present: one},
		{text: "My knees ache.", present: both, silent: one},
		{text: "Progressive weakness of the lower extremities.", present: both},
		{text: "Bilateral pitting oedema.", present: both},
		{text: "Six weeks of bilateral pain along the tibia.", present: both},
		{text: "My legs ache and my calf cramps.", present: both, silent: one},
		{text: "My foot hurts. Pulses in both feet are normal.", present: one, silent: both},
		{text: "Left hip pain, with normal range of both knees.", present: one, silent: both},
		{text: "The right leg is swollen compared with the left leg.", present: one, silent: both},
		{text: "Pain in the left ankle. A similar attack in the right toe last year.", present: one, silent: both},
		{text: "I crossed my legs and my foot went numb.", present: one, silent: both},
		{text: "Some nights it's the left calf, other nights the right.", silent: one},
		{text: "The cramp takes either calf.", silent: one},
		{text: "I get leg cramps.", silent: append(one, both...)},
	})
}

func TestNights(t *testing.T) {
	check(t, []reading{
		{text: "The pain wakes me at three every night.", present: []string{"night_pain_wakes", "poor_sleep"}},
		{text: "He wakes crying with leg pain.", present: []string{"night_pain_wakes"}},
		{text: "I wake up feeling fine and go for a walk.", silent: []string{"night_pain_wakes"}},
		{text: "It is worse in the evening.", present: []string{"worse_evening_night"}},
		{text: "Even my knee hurts.", silent: []string{"worse_evening_night", "pain_worse_evening"}},
		{text: "She sleeps right through.", silent: []string{"night_pain_wakes", "poor_sleep"}},
		{text: "Worst pain ever, I was screaming.", present: []string{"pain_very_severe"}},
		{text: "It hurts when I walk and I limp.", present: []string{"pain_worse_walking"}},
	})
}

func TestMedicinesAndSlips(t *testing.T) {
	check(t, []reading{
		{text: "I take Lipitor and Eliquis.", present: []string{"takes_statin", "takes_anticoagulant"}},
		{text: "on simvastatine and amlodapine", present: []string{"takes_statin", "takes_calcium_channel_blocker"}},
		{text: "Two weeks after starting sertraline my legs became restless.", present: []string{"started_after_new_medicine"}},
		{text: "They changed him to aripiprazole in March. Since then he cannot sit.", present: []string{"started_after_new_medicine"}},
		{text: "Pain began a month ago so I started ibuprofen.", silent: []string{"started_after_new_medicine"}},
		{text: "The doctor started me on gabapentin for the pain two weeks ago.", silent: []string{"started_after_new_medicine"}},
		{text: "On ciprofloxacin since Monday.", present: []string{"quinolone_use"}},
		{text: "Not on a statin.", absent: []string{"takes_statin"}},
		{text: "I'm allergic to penicillin and warfarin.", silent: []string{"takes_anticoagulant"}},
		{text: "bad calv cramp evry nite wakes me up, mussle goes hard", present: []string{"cramp_calf", "night_pain_wakes"}},
		{text: "tingeling and numness in both my feets", present: []string{"tingling"}},
		{text: "restles legs in the evning", present: []string{"urge_to_move_legs"}},
	})
}

func TestLaboratory(t *testing.T) {
	check(t, []reading{
		{text: "Ferritin 18.", present: []string{"ferritin_or_iron_low"}},
		{text: "Na+: 141 mmol/L, K+: 2.9 mmol/L, calf cramps.", present: []string{"potassium_low"}, absent: []string{"sodium_low"}},
		{text: "Ferritin 180, potassium 4.2.", absent: []string{"potassium_low"}},
		{text: "Potassium 2.6 mmol/L.", present: []string{"potassium_low"}},
		{text: "CK 38,000.", present: []string{"ck_raised"}},
		{text: "TSH 74.", present: []string{"tsh_raised"}},
		{text: "Synovial fluid white cell count 45,000. Blood WBC 8,000.", silent: []string{"white_cells_raised"}},
		{text: "Haemoglobin 8.9 g/dL.", present: []string{"haemoglobin_low"}},
		{text: "Her glycosylated hemoglobin is 7.2%.", silent: []string{"haemoglobin_low"}},
		{text: "Haemoglobin 8.9 mmol/L.", silent: []string{"haemoglobin_low"}},
		{text: "On sertraline 50mg 3 weeks ago.", silent: []string{"magnesium_low"}},
	})
}

func TestShorthand(t *testing.T) {
	check(t, []reading{
		{text: "67M c/o b/l LE cramping x3 wks, worse at noc.", present: []string{"both_legs_affected", "worse_evening_night"}, silent: []string{"pain_very_severe"}},
		{text: "R calf swelling, 2 wk hx", present: []string{"one_leg_only", "unilateral_leg_swelling"}},
		{text: "Calf pain w/o fever. Pulses WNL.", present: []string{"calf_pain", "pulses_normal"}, absent: []string{"fever"}},
		{text: "h/o DM2 and HTN", present: []string{"diabetes", "hypertension"}},
		{text: "Kidney function normal, perineal sensation normal.", silent: []string{"kidney_disease", "saddle_numbness"}},
	})
}
