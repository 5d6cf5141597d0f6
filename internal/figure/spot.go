package figure

// spot names a part of the body.
type spot struct {
	name string
	of   func(*solved) point
}

func joint(name string, of func(*solved) point) spot { return spot{name, of} }

var (
	hip       = joint("hip", func(s *solved) point { return s.Hip })
	seat      = joint("seat", func(s *solved) point { return s.Hip.plus(point{0, seatDepth}) })
	back      = joint("back", func(s *solved) point { return s.spine(.8, -backDepth) })
	bottom    = joint("bottom", func(s *solved) point { return s.spine(0, -backDepth) })
	skull     = joint("head", func(s *solved) point { return s.Skull })
	nearFoot  = joint("lowest of the near foot", func(s *solved) point { return s.near.lowest() })
	farFoot   = joint("lowest of the far foot", func(s *solved) point { return s.far.lowest() })
	nearUnder = joint("under the near knee", func(s *solved) point { return s.near.Knee.plus(point{0, 5.6}) })
	nearHeel  = joint("near heel", func(s *solved) point { return s.near.Heel })
	nearBall  = joint("near ball", func(s *solved) point { return s.near.Ball })
	nearToe   = joint("near toe", func(s *solved) point { return s.near.Toe })
	nearKnee  = joint("near knee", func(s *solved) point { return s.near.Knee })
	nearAnkle = joint("near ankle", func(s *solved) point { return s.near.Ankle })
	nearPalm  = joint("near palm", func(s *solved) point { return s.nearArm.Palm })
	nearWrist = joint("near wrist", func(s *solved) point { return s.nearArm.Wrist })
	farHeel   = joint("far heel", func(s *solved) point { return s.far.Heel })
	farBall   = joint("far ball", func(s *solved) point { return s.far.Ball })
	farKnee   = joint("far knee", func(s *solved) point { return s.far.Knee })
	chest     = joint("chest", func(s *solved) point { return s.spine(.7, 0) })
)
