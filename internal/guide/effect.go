package guide

// effectWords are what medicines may do to legs, in plain words, by the ids that
// knowledge/medicines uses. An id without words here is shown as its words.
var effectWords = map[string]string{
	"akathisia": "An inner unrest that drives you to move (akathisia)", "arthritis": "Sore, swollen joints", "atypical_thigh_fracture": "A rare break of the thigh bone",
	"benefit_modest": "A small benefit", "bleeding_into_muscle": "Bleeding into a muscle", "bone_loss": "Thinner bones",
	"bone_pain_low_phosphate": "Bone pain from low phosphate", "cold_blue_toes": "Cold, blue toes", "cold_feet_tired_legs": "Cold feet and tired legs",
	"copper_lack_neuropathy": "Nerve damage from a lack of copper", "cramps": "Cramps", "cramps_weakness": "Cramps and weakness",
	"dizzy_on_standing_and_falls": "Dizziness on standing up, and falls", "easy_bruising": "Easy bruising", "falls": "Falls",
	"fast_weight_loss_and_muscle_loss": "Fast loss of weight and muscle", "gout_flare_at_start": "A flare of gout at the start", "harm": "Harm",
	"headache_palpitations": "Headache and a pounding heart", "high_calcium_weakness_constipation": "High calcium, with weakness and constipation", "high_potassium": "High potassium",
	"impulse_control_problems": "Urges that are hard to resist, such as gambling", "infection_risk": "A higher risk of infection", "inflammatory_myopathy": "Inflamed muscles",
	"iron_loss": "Loss of iron", "less_oedema_with_ccb": "Less swelling when taken with a calcium channel blocker", "limb_pain": "Pain in arms or legs", "local_muscle_weakness": "Weakness of single muscles",
	"low_b12": "Low vitamin B12", "low_b12_neuropathy": "Nerve damage from low vitamin B12", "low_calcium": "Low calcium", "low_calcium_cramps": "Cramps from low calcium",
	"low_magnesium": "Low magnesium", "low_magnesium_cramps": "Cramps from low magnesium", "low_phosphate_bone_pain": "Bone pain from low phosphate", "low_potassium": "Low potassium",
	"low_potassium_cramps": "Cramps from low potassium", "low_potassium_low_magnesium": "Low potassium and low magnesium", "low_potassium_low_sodium_low_magnesium": "Low potassium, sodium and magnesium",
	"low_potassium_oedema": "Low potassium, and swelling", "low_sodium": "Low sodium", "low_sodium_low_potassium": "Low sodium and low potassium", "low_sugar_at_night": "Low blood sugar at night",
	"low_vitamin_d_bone_pain": "Bone pain from low vitamin D", "lupus_like_joint_pain": "Joint pain like that of lupus", "muscle_weakness": "Muscle weakness", "myalgia": "Muscle pain",
	"myalgia_arthralgia": "Pain in muscles and joints", "myalgia_bone_pain": "Pain in muscles and bones", "myalgia_high_intensity": "More muscle pain at high strength", "myalgia_severe": "Severe muscle pain",
	"myopathy": "Muscle damage", "myopathy_neuropathy": "Damage to muscles and nerves", "myopathy_or_rhabdomyolysis": "Muscle damage, rarely severe (rhabdomyolysis)", "nerve_inflammation": "Inflamed nerves",
	"neuropathy": "Nerve damage", "none_or_low": "No or little effect", "oedema": "Swelling", "overtreatment": "Too much of it has effects of its own",
	"painful_neuropathy_after_fast_sugar_fall": "Painful nerves after blood sugar falls fast", "periodic_limb_movements": "Leg jerks in sleep", "poor_sleep": "Poor sleep",
	"raises_statin_level": "More of a statin in the blood", "restless_legs": "Restless legs", "restless_legs_augmentation": "Restless legs that grow worse on the medicine (augmentation)",
	"restless_legs_on_withdrawal": "Restless legs when it is withdrawn", "restless_legs_treatment": "Used to treat restless legs", "restless_legs_treatment_advised_against": "No longer advised for restless legs",
	"restless_legs_treatment_specialist": "Used by specialists for restless legs", "restless_legs_treatment_when_iron_is_low": "Used for restless legs when iron is low",
	"restless_on_withdrawal": "Restlessness when it is withdrawn", "rhabdomyolysis_with_statin": "Severe muscle damage when taken with a statin", "sore_red_soles": "Sore, red soles",
	"tendon": "Tendon trouble", "thyroid_change": "A change of the thyroid", "tremor": "Trembling", "tremor_weakness": "Trembling and weakness", "vein_clot": "A clot in a vein",
	"vein_clot_less_likely": "A clot in a vein becomes less likely", "volume_depletion": "Too little fluid in the body", "walking_pain_treatment": "Used to treat pain when walking",
}

// Effect says in plain words what a medicine may do to legs, by the id of the effect.
func Effect(id string) string {
	if w := effectWords[id]; w != "" {
		return w
	}
	return capital(words(id))
}
