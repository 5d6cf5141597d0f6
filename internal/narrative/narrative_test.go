package narrative_test

import (
	"os"
	"sync"
	"testing"

	"github.com/legible-health/legible/internal/kb"
	"github.com/legible-health/legible/internal/narrative"
)

var base = sync.OnceValue(func() *kb.Base {
	b, err := kb.Load(os.DirFS("../../knowledge"))
	if err != nil {
		panic(err)
	}
	return b
})

var parser = sync.OnceValue(func() *narrative.Parser {
	p, err := narrative.New(base())
	if err != nil {
		panic(err)
	}
	return p
})

// story is 2,000 characters of the kind people write, with a few slips of the keyboard.
const story = `Hello, I'm a 57 year old woman and I've been having trouble with my legs for about eight months now. It started in my left calf, a sort of
dull ache in the evening when I sat down after work, but since Easter it has been both of them and it is getting worse. Nearly every night around two or
three I wake up with a cramp so strong that I shout out loud and have to jump out of bed and stand on the cold floor until the mussle lets go. My husband
says my leg goes as hard as a rock. It lasts maybe five minutes and the calf is sore the whole of the next day. I have tryed magnesium from the chemist,
tonic water, a hot water bottle and an extra pillow, and the only thing that helps a bit is stretching my foot towards me. In the daytime I can walk as far as
I like, no pain at all when I go up the stairs, and I don't get short of breath. My ankles are a bit puffy by the end of the day but they are fine again by the
morning. There's no redness, no rash and I haven't had a fever. I had a hysterectomy in 2011 and I take amlodipine and a water tablet for my blood pressure,
and the doctor put me on atorvastatin last autumn. My mother had bad veins and my brother had a clot in his leg after he broke it. I don't smoke and I drink
perhaps two glasses of wine at the weekend. I used to run when I was younger but now I stand all day at the till. I'm so tired, I sleep five hours a night at best
and I fall asleep in front of the television. Sometimes there are pins and needles in my toes, mostly on the right, which come and go. Last month the nurse
took blood and said my kidneys and my potasium were normal, ferritin 24, and that my sugar was a little high. I am worried it could be a clot because of my
brother, although the leg is not swollen or hot. What I would really like to know is whether I ought to stop one of the tablets, or whether it is simply my age
and I have to live with it. Thank you for reading this, I would be so grateful for an answer before the winter, because nights are what I dread most now.`

func BenchmarkParse2000(b *testing.B) {
	p := parser()
	b.ReportAllocs()
	for b.Loop() {
		p.Parse(story)
	}
}
