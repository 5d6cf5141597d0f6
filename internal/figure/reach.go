package figure

import "math"

// resting is where the ankle is when the foot, in that direction, touches a surface top
// high with its lowest part. Only x and the foot's direction are chosen.
func resting(x, top, foot, toes float64) *point {
	return place(x, top-footDepth(foot, toes))
}

// straight is resting for a leg with a straight knee that comes from the hip: x follows.
func straight(hip point, top, foot float64) *point {
	const reach = thighLength + shankLength - .06
	y := top - footDepth(foot, 0)
	return place(hip.X+math.Sqrt(reach*reach-(y-hip.Y)*(y-hip.Y)), y)
}

// footDepth is how far the lowest part of a foot lies below the ankle.
func footDepth(foot, toes float64) float64 {
	j := legJoints{facing: 1, foot: foot, toes: foot + toes}
	j.Ball = direction(foot-90, 1).times(ankleHeight).plus(direction(foot, 1).times(ballAhead))
	return j.lowest().Y
}
